// The records of a season: of finished weeks, by numbers that are sure enough.

import assert from "node:assert/strict";
import test from "node:test";
import {findSeasonRecords} from "../../src/components/season/records.js";
import {joinShows} from "../../src/components/season/season.js";
import {seasonOf} from "../fixtures/seasons.js";

const WEEKS = [
  [[1, 1000], [2, 500], [3, 90], ...Array.from({length: 10}, (_, i) => [20 + i, 80 - i]), [4, 10]],
  [
    [1, 900],
    [2, 800],
    [4, 600],
  ],
  [
    [2, 700],
    [1, 690],
    [4, 500],
    [3, 100],
  ],
];
const TITLES = {1: "One: The First", 2: "Two", 3: "Three", 4: "Four"};
/** Ranks of the weeks before, as the published rankings have them. */
function withHistory(season) {
  const history = new Map();
  for (const {rankings} of season.weeks) {
    const before = new Map(history);
    for (const row of rankings) {
      const {rank = null, peak = Infinity, weeks = 0} = before.get(row.anilist_id) ?? {};
      Object.assign(row, {previous_rank: rank, peak_rank: Math.min(peak, row.rank), weeks_on_chart: weeks + 1});
      history.set(row.anilist_id, {rank: row.rank, peak: row.peak_rank, weeks: weeks + 1});
    }
  }
  return season;
}
const build = (weeks, options = {}) => withHistory(seasonOf(weeks, {titles: TITLES, ...options}));
const days = (episode, downloads, estimated = 0) => ({
  episode,
  date: "2025-10-01",
  downloads,
  downloads_estimated: estimated,
});
const FACTS = [
  {id: 1, poster: null, score: 80, firstDays: [days(1, 400), days(2, 200)]},
  {id: 2, poster: null, score: 70, firstDays: [days(1, 300), days(2, 270)]},
  {id: 3, poster: null, score: null, firstDays: [days(1, 99), days(2, 198)]},
  {id: 4, poster: null, score: 60, firstDays: [days(1, 900, 500)]},
];
function records(season, facts = FACTS) {
  const ids = new Set(facts.map(({id}) => id));
  const others = [...season.shows.keys()].filter((id) => !ids.has(id));
  const all = [...facts, ...others.map((id) => ({id, poster: null, score: null, firstDays: []}))];
  return Object.fromEntries(findSeasonRecords(season, joinShows(season, all)).map((record) => [record.kind, record]));
}
const pick = ({value, id, week}) => [value, id, week];

test("each record with its holder and its week", () => {
  const all = records(build(WEEKS));
  assert.deepEqual(pick(all["best-week"]), ["1,000", 1, "2025-W40"]);
  assert.deepEqual(pick(all["best-premiere"]), ["400", 1, null]);
  assert.deepEqual(pick(all["best-hold"]), ["90%", 2, null]);
  assert.deepEqual(pick(all["latest-peak"]), ["week 3", 2, "2025-W42"]);
  assert.equal(all["weeks-second"], undefined, "who was second was first, too");
  assert.deepEqual(pick(all["closest-first"]), ["1.4%", 2, "2025-W42"]);
  assert.equal(all["closest-first"].holder, "Two ahead of One");
  assert.deepEqual(pick(all["biggest-climb"]), ["#14 → #3", 4, "2025-W41"]);
  assert.deepEqual(pick(all["biggest-week"]), ["2,355", null, "2025-W40"]);
  assert.equal(all["biggest-week"].holder, "14 shows");
});

test("most weeks at #2 of those that never were #1", () => {
  const all = records(build([WEEKS[0], WEEKS[1]]));
  assert.deepEqual(pick(all["weeks-second"]), ["2", 2, null]);
});

test("a week that is not over sets no record", () => {
  const all = records(build([...WEEKS, [[3, 99999], [1, 99998]]], {running: true})); // prettier-ignore
  assert.deepEqual(pick(all["best-week"]), ["1,000", 1, "2025-W40"]);
  assert.deepEqual(pick(all["biggest-week"]), ["2,355", null, "2025-W40"]);
  assert.deepEqual(pick(all["closest-first"]), ["1.4%", 2, "2025-W42"]);
});

test("a number that is more than 20% estimated sets no record; one of exactly 20% does", () => {
  const doubtful = build([[[1, 1000, 201], [2, 500, 100]], [[1, 400]]]); // prettier-ignore
  assert.deepEqual(pick(records(doubtful)["best-week"]), ["500", 2, "2025-W40"]);
  assert.equal(records(doubtful)["closest-first"], undefined);
  assert.deepEqual(pick(records(doubtful)["biggest-week"]), ["400", null, "2025-W41"]);
});

test("a season without a finished week has no record; odd seasons give none that is no number", () => {
  assert.deepEqual(records(build([]), []), {});
  assert.deepEqual(records(build([[[1, 5]]], {running: true}), []), {});
  for (const weeks of [
    [[]],
    [[[1, 0]]],
    [[[1, 5]]],
    [
      [
        [1, 5],
        [2, 5],
      ],
    ],
  ]) {
    for (const record of Object.values(records(build(weeks), []))) {
      assert.doesNotMatch(JSON.stringify(record), /NaN|null%|Infinity|undefined/);
    }
  }
});
