// The season's headline: who led, in how many weeks, and what that rests on.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../fixtures/document.js";
import {Headline, findLeaders} from "../../src/components/ranking/Headline.js";
import {buildSeason} from "../../src/components/lib/season.js";

const NAMES = ["", "A & B", "<b>", "C", "D", "E"];
const title = (id) => NAMES[id] ?? `Show ${id}`;

/**
 * Published documents: a week for each of `weeks`, an array of ids by rank; the last `running` ones are not over, the
 * `provisional` ones before them not settled. With `tied` ranks all shows of a week have as many downloads.
 */
function published(weeks, {running = 0, provisional = 0, estimated = 0, tied = 1, listedIds = [1, 2, 3, 4, 5]} = {}) {
  return {
    rankings: {
      season: "Fall 2025",
      data_until: "2026-01-20T11:57:01Z",
      weeks: weeks.map((ids, index) => ({
        week: `2025-W${40 + index}`,
        start_date: `2025-10-${String(6 + index).padStart(2, "0")}`,
        complete: index < weeks.length - running,
        settled: index < weeks.length - running - provisional,
        rankings: ids.map((id, place) => ({
          anilist_id: id,
          rank: place + 1,
          downloads: 1000 - Math.max(0, place - tied + 1),
          downloads_estimated: estimated,
          title: title(id),
          title_romaji: title(id),
          previous_rank: null,
          peak_rank: place + 1,
          weeks_on_chart: 1,
        })),
      })),
    },
    shows: {
      shows: listedIds.map((id) => ({
        anilist_id: id,
        title: title(id),
        title_romaji: title(id),
        poster: null,
        color: "#336699",
        seasonal_rank: id,
        season_downloads: 10,
      })),
    },
  };
}

const toSeason = ({rankings, shows}) => buildSeason(rankings, shows);

const SENTENCES = [
  ["one leader", [[1, 2], [1], [2, 1]], {}, "A & B: #1 in 2 of 3 weeks"],
  ["always the same", [[1], [1]], {}, "A & B: #1 in both weeks"],
  ["always the same for longer", [[1], [1], [1]], {}, "A & B: #1 in all 3 weeks"],
  ["one week", [[1, 2]], {}, "A & B: #1 in the first week"],
  ["a running week does not count", [[1], [2], [2]], {running: 2}, "A & B: #1 in the first week"],
  ["two at the top", [[1], [2], [2], [1], [3]], {}, "A & B and <b>: #1 in 2 of 5 weeks each"],
  ["three", [[1], [2], [3]], {}, "A & B, <b> and C: #1 in 1 of 3 weeks each"],
  ["more", [[1], [2], [3], [4]], {}, "4 shows: #1 in 1 of 4 weeks each"],
  ["an empty week has no leader", [[1], [], [1]], {}, "A & B: #1 in both weeks"],
  ["no week over", [[2, 1]], {running: 1}, "<b> leads the first week so far"],
  ["an empty week, then a running one", [[], [2, 1]], {running: 1}, "<b> leads this week so far"],
  ["no ranking", [[]], {}, "No show is ranked yet in Fall 2025"],
  ["no week", [], {}, "The first week of Fall 2025 has not begun"],
  ["a tie", [[1, 2, 3]], {tied: 2}, "A & B and <b>: tied at #1 in the first week"],
  [
    "a tie of three in each week",
    [
      [1, 2, 3],
      [3, 2, 1],
    ],
    {tied: 3},
    "A & B, <b> and C: tied at #1 in both weeks",
  ],
  [
    "a tie in one of its weeks",
    [
      [1, 2],
      [1, 3],
    ],
    {tied: 2},
    "A & B: #1 in both weeks, tied",
  ],
  ["a tie so far", [[1, 2, 3]], {tied: 2, running: 1}, "A & B and <b> are tied at #1 in the first week so far"],
  ["nothing estimated", [[1], [1]], {provisional: 1}, "A & B: #1 in both weeks (newest week provisional)"],
  [
    "a part estimated",
    [[1], [1]],
    {provisional: 1, estimated: 60},
    "A & B: #1 in both weeks (newest week provisional, 6% estimated)",
  ],
  [
    "two open weeks",
    [[1], [1], [1], [2]],
    {running: 1, provisional: 2, estimated: 1},
    "A & B: #1 in all 3 weeks (newest 2 weeks provisional, under 1% estimated)",
  ],
  ["a leader without a page", [[99]], {}, "Show 99: #1 in the first week"],
];

for (const [name, weeks, options, sentence] of SENTENCES) {
  test(`headline, ${name}: ${sentence}`, () => {
    const headline = Headline(toSeason(published(weeks, options)));
    assert.equal(headline.textContent, sentence);
    assert.ok([...headline.querySelectorAll("*")].every(({localName}) => ["a", "small"].includes(localName)));
  });
}

test("the titles in the headline link to their pages", () => {
  const links = Headline(toSeason(published([[1], [2]]))).querySelectorAll("a");
  assert.deepEqual(
    [...links].map((link) => link.getAttribute("href")),
    ["./show/1/", "./show/2/"],
  );
});

test("the leaders' weeks never exceed the weeks there are, and with one leader nobody led more", () => {
  const random = numbers(7);
  for (let round = 0; round < 300; round += 1) {
    const weeks = Array.from({length: 1 + random(12)}, () => [1 + random(4)]);
    const leaders = findLeaders(toSeason(published(weeks)));
    const led = (id) => weeks.filter(([first]) => first === id).length;
    assert.equal(leaders.weeks, weeks.length);
    assert.equal(leaders.wins, Math.max(...[1, 2, 3, 4].map(led)));
    assert.deepEqual(
      leaders.ids.toSorted(),
      [1, 2, 3, 4].filter((id) => led(id) === leaders.wins),
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
