// The heading of a comparison: true of the numbers, whoever leads, changes, ties or never meets.

import assert from "node:assert/strict";
import {test} from "node:test";
import {describeFinding, describeShows, findLead} from "../../src/components/compare/finding.js";
import {dayOf, lineOf} from "../fixtures/comparison.js";
import {randomFrom} from "../fixtures/random.js";

const WEEKS = {align: "premiere", y: "week", log: false};
const describe = (lines, settings = WEEKS) => describeFinding(lines, settings, ({title}) => title);
const A = (...values) => lineOf("Ace", values);
const B = (...values) => lineOf("Best", values);

const CASES = [
  ["always", [A(9, 9, 9), B(3, 1, 3)], "Ace leads in all 3 weeks", "week 2: 9.0 times Best"],
  ["one change", [A(9, 9, 1, 1), B(3, 3, 3, 3)], "Best leads from week 3", "week 3: Best takes the lead"],
  ["only at the end", [A(9, 9, 9, 1), B(3, 3, 3, 3)], "Best takes the lead in week 4", "week 4: Best takes the lead"],
  ["a week's dip", [A(9, 9, 9, 1, 9), B(3, 3, 3, 3, 3)], "Ace leads in 4 of 5 weeks", "week 5: Ace takes the lead"],
  ["to and fro", [A(1, 9, 1, 9), B(3, 3, 3, 3)], "3 changes of the lead, Ace is ahead", "week 4: Ace takes the lead"],
  ["one week", [A(9), B(3, 3)], "Ace leads in the only week", "week 1: 3.0 times Best"],
  ["a tie is no change", [A(9, 3, 9), B(3, 3, 3)], "Ace leads in all 3 weeks", "week 1: 3.0 times Best"],
  ["nothing at all", [A(0, 0), B(0, 0)], "Ace leads in all 2 weeks", "week 1: 1.00 times Best"],
  ["against nothing", [A(9, 9), B(3, 0)], "Ace leads in all 2 weeks", "week 2: far more than Best"],
];
for (const [name, lines, title, note] of CASES) {
  test(`${name}: ${title}`, () => {
    const finding = describe(lines);
    assert.equal(finding.title, title);
    assert.equal(finding.note.text, note);
  });
}

test("a week that is not over counts once it is certain who leads in it", () => {
  const running = (last) => lineOf("Best", [3, 3, last], {open: 1});
  assert.equal(describe([A(9, 9, 9), running(10)]).title, "Best takes the lead in week 3");
  assert.equal(describe([A(9, 9, 9), running(8)]).title, "Ace leads in all 2 weeks");
});

test("other measures have words of their own", () => {
  const title = (changes, lines = [A(9, 9), B(3, 3)]) => describe(lines, {...WEEKS, ...changes}).title;
  assert.equal(title({y: "total"}), "Ace leads from the start");
  assert.equal(title({y: "episode"}), "Ace leads in all 2 episodes");
  assert.equal(title({y: "percent"}, [A(100, 40), B(100, 60)]), "Best holds best: 60% of its first week in week 2");
  const byDate = (values, from = 0) => lineOf("x".repeat(4 + from), values, {from: dayOf("2025-10-06") + 7 * from});
  assert.match(
    title({align: "date"}, [lineOf("Ace", [1], {from: dayOf("2025-10-06")}), byDate([2])]),
    /leads in the only week they share/,
  );
  assert.equal(title({align: "date"}, [byDate([9]), byDate([3], 1)]), "Never side by side; xxxx reaches the most");
});

test("shows without a number in common, or without any, are no error", () => {
  assert.equal(describe([A(1)]).note, null);
  assert.equal(describe([A(), B()]).title, "Nothing to compare yet");
  assert.equal(findLead([]), null);
});

test("the leader leads at the last common place, whatever the numbers", () => {
  const random = randomFrom(5);
  for (let round = 0; round < 200; round += 1) {
    const lines = Array.from({length: 2 + Math.floor(random() * 5)}, (_, i) =>
      lineOf(
        "x".repeat(i + 1),
        Array.from({length: 1 + Math.floor(random() * 20)}, () => Math.floor(random() * 9)),
      ),
    );
    const {leader, standings, wins, from} = findLead(lines);
    const at = (line) => line.points.find(({x}) => x === standings.at(-1).x).value;
    assert.ok(lines.every((line) => at(line) <= at(leader)));
    assert.equal(
      [...wins.values()].reduce((sum, count) => sum + count, 0),
      standings.length,
    );
    assert.ok(standings.some(({x}) => x === from));
    assert.doesNotMatch(describe(lines).title, /undefined|NaN|null/);
  }
});

test("what the weeks are counted from", () => {
  const track = (date, episode = 1) => ({first: dayOf(date), episodes: [{episode}]});
  const names = ["Ace", "Best"];
  const cases = [
    [[track("2025-10-04")], WEEKS, "One show, since its first torrent on 4 October 2025."],
    [[track("2025-10-04"), track("2025-10-04")], WEEKS, "Two shows since their first torrents, all on 4 October 2025."],
    [
      [track("2026-01-08"), track("2025-10-04", 1133)],
      WEEKS,
      "Two shows, each counted from its first torrent (4 October 2025 to 8 January 2026). Best is counted from episode 1133 on.",
    ],
    [
      [track("2026-01-08"), track("2025-10-04")],
      {align: "date"},
      "Two shows by date, the first from 4 October 2025 on.",
    ],
  ];
  for (const [tracks, settings, text] of cases) assert.equal(describeShows(tracks, names, settings), text);
});
