// The front page's words: who led, until when the data go, and what its head says.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../../scripts/document.js";
import {Headline, SeasonLine, leaders} from "../../src/components/ranking/Headline.js";
import {season} from "../../src/components/lib/season.js";
import {frontPage} from "../../src/pages/frontPage.js";

const NAMES = ["", "A & B", "<b>", "C", "D", "E"];
const title = (id) => NAMES[id] ?? `Show ${id}`;

/** Published documents: a week for each of `firsts`, an array of ids by rank; the last `running` ones are not over. */
function published(weeks, {running = 0, known = [1, 2, 3, 4, 5]} = {}) {
  return {
    rankings: {
      season: "Fall 2025",
      data_until: "2026-01-20T11:57:01Z",
      weeks: weeks.map((ids, index) => ({
        week: `2025-W${40 + index}`,
        start_date: `2025-10-${String(6 + index).padStart(2, "0")}`,
        complete: index < weeks.length - running,
        rankings: ids.map((id, place) => ({
          anilist_id: id,
          rank: place + 1,
          downloads: 1000 - place,
          title: title(id),
          title_romaji: title(id),
          previous_rank: null,
          peak_rank: place + 1,
          weeks_on_chart: 1,
        })),
      })),
    },
    shows: {
      shows: known.map((id) => ({
        anilist_id: id,
        title: title(id),
        title_romaji: title(id),
        poster: null,
        color: "#336699",
        seasonal_rank: id,
        downloads: 10,
      })),
    },
  };
}

const facts = ({rankings, shows}) => season(rankings, shows);

const SENTENCES = [
  ["one leader", [[1, 2], [1], [2, 1]], {}, "A & B led 2 of 3 weeks."],
  ["always the same", [[1], [1]], {}, "A & B led 2 of 2 weeks."],
  ["one week", [[1, 2]], {}, "A & B led 1 of 1 week."],
  ["a running week does not count", [[1], [2], [2]], {running: 2}, "A & B led 1 of 1 week."],
  ["two at the top", [[1], [2], [2], [1], [3]], {}, "A & B and <b> led 2 weeks each of 5."],
  ["three", [[1], [2], [3]], {}, "A & B, <b> and C led 1 week each of 3."],
  ["more", [[1], [2], [3], [4]], {}, "4 shows led 1 week each of 4."],
  ["an empty week has no leader", [[1], [], [1]], {}, "A & B led 2 of 2 weeks."],
  ["no week over", [[2, 1]], {running: 1}, "<b> leads Week 40, which is still running."],
  ["no ranking", [[]], {}, "No download of Fall 2025 has been counted yet."],
  ["no week", [], {}, "No download of Fall 2025 has been counted yet."],
  ["a leader without a page", [[99]], {}, "Show 99 led 1 of 1 week."],
];

for (const [name, weeks, options, sentence] of SENTENCES) {
  test(`headline, ${name}: ${sentence}`, () => {
    const headline = Headline(facts(published(weeks, options)));
    assert.equal(headline.textContent, sentence);
    assert.ok([...headline.querySelectorAll("*")].every(({localName}) => localName === "a"));
  });
}

test("the titles in the headline link to their pages", () => {
  const links = Headline(facts(published([[1], [2]]))).querySelectorAll("a");
  assert.deepEqual(
    [...links].map((link) => link.getAttribute("href")),
    ["./show/1", "./show/2"],
  );
});

test("the leaders' weeks never exceed the weeks there are, and with one leader nobody led more", () => {
  const random = numbers(7);
  for (let round = 0; round < 300; round += 1) {
    const weeks = Array.from({length: 1 + random(12)}, () => [1 + random(4)]);
    const found = leaders(facts(published(weeks)));
    const led = (id) => weeks.filter(([first]) => first === id).length;
    assert.equal(found.weeks, weeks.length);
    assert.equal(found.led, Math.max(...[1, 2, 3, 4].map(led)));
    assert.deepEqual(
      found.ids.toSorted(),
      [1, 2, 3, 4].filter((id) => led(id) === found.led),
    );
  }
});

/** Whole numbers below `limit` from a seed (Park and Miller's generator). */
function numbers(seed) {
  let state = seed;
  return (limit) => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
}

const LINES = [
  [0, "Fall 2025 · data until 20 January 2026 at 11:57 UTC"],
  [1, "Fall 2025 · data until 20 January 2026 at 11:57 UTC · Week 41 is still running"],
];

for (const [running, line] of LINES) {
  test(`season line: ${line}`, () => {
    assert.equal(SeasonLine(facts(published([[1], [2]], {running}))).textContent, line);
  });
}

test("title and description say the season and the newest finished week", () => {
  const page = frontPage(published([[1], [1, 2, 3, 4], [4]], {running: 1}));
  assert.equal(page.title, "Fall 2025: what everybody downloads");
  assert.equal(page.description, "A & B led 2 of 2 weeks. Week 41: 1. A & B, 2. <b>, 3. C.");
});

const ODD = [
  ["no week", [], {}],
  ["an empty week", [[]], {}],
  ["an empty week between", [[1], [], [2]], {}],
  ["only a running week", [[1, 2]], {running: 1}],
  [
    "no show known",
    [
      [1, 2],
      [2, 1],
    ],
    {known: []},
  ],
  [
    "an unknown show among known ones",
    [
      [1, 99, 2],
      [99, 1],
    ],
    {},
  ],
];

for (const [name, weeks, options] of ODD) {
  test(`every slot is filled with ${name}`, () => {
    const {slots, description} = frontPage(published(weeks, options));
    assert.doesNotMatch(description, /undefined|null|NaN/);
    for (const content of Object.values(slots).filter((one) => one !== null)) {
      assert.doesNotMatch(content.outerHTML ?? content, /undefined|NaN|Infinity|style=/);
    }
  });
}
