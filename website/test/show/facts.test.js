// A show's facts and its news.

import assert from "node:assert/strict";
import {test} from "node:test";
import {buildFacts, changeClass, compare, isRankFinal} from "../../src/components/show/facts.js";
import {describeNews} from "../../src/components/show/labels.js";
import {inputsOf, seasonOf, weekOf} from "../fixtures/showInputs.js";

const START = Date.UTC(2025, 8, 29);
const WEEK = 7 * 86_400_000;
const dateOf = (week) => new Date(START + week * WEEK).toISOString().slice(0, 10);
const weeksOf = (ranks) => ranks.map((rank, i) => weekOf(dateOf(i), rank, 1000));

test("a continuing show's rank is final only with its season", () => {
  const isFinal = (summary, settled = false) => isRankFinal(seasonOf({settled}, summary));
  assert.equal(isFinal({rank_is_final: true}), true);
  assert.equal(isFinal({rank_is_final: false}), false);
  assert.equal(isFinal({rank_is_final: true, continuing: true}), false);
  assert.equal(isFinal({rank_is_final: false, continuing: true}, true), true);
});

test("downloads outside the ranked weeks are known", () => {
  assert.equal(buildFacts(inputsOf()).outside, 0);
  assert.equal(buildFacts(inputsOf({show: {downloads: 2000}})).outside, 575);
});

test("the running week is not the newest while another is over, and never the best", () => {
  const {newest, before, best, weeksInTop10, complete} = buildFacts(inputsOf());
  assert.equal(newest.start_date, "2025-10-06");
  assert.equal(before.start_date, "2025-09-29");
  assert.equal(best.row.downloads, 800);
  assert.deepEqual([weeksInTop10, complete], [2, 2]);
  assert.equal(buildFacts(inputsOf({weeks: weeksOf([3, 0, 5])})).before, null, "not ranked in the week before");
});

const NEWS = [
  [[1, 1, 1], "#1 in all 3 weeks"],
  [[1, 1, 2], "#1 in 2 of 3 weeks"],
  [[15, 8, 2], "Up from #15 to #2"],
  [[15, 2, 8], "Down from #2 to #8 in a week"],
  [[12, 40, 30], "Up from #40 to #30 in a week"],
  [[4, 5, 4], "In the top 10 in all 3 weeks, at best #4"],
  [[30, 32, 31], "#31, at best #30"],
  [[7], "#7 in its first week"],
];

for (const [ranks, news] of NEWS) {
  test(`ranks ${ranks}: ${news}`, () => {
    assert.equal(describeNews(buildFacts(inputsOf({weeks: weeksOf(ranks)}))), news);
  });
}

test("of a season that is over the news is the whole of it", () => {
  const seasons = [seasonOf({settled: true})];
  const describe = (ranks) => describeNews(buildFacts(inputsOf({weeks: weeksOf(ranks), seasons})));
  assert.equal(describe([20, 15, 30]), "At best #15, in 3 weeks");
  assert.equal(describe([20, 8, 30]), "In the top 10 in 1 of 3 weeks, at best #8");
});

test("no percentage of a few downloads; green for growth, red for a deep fall", () => {
  assert.equal(compare(4, 49), null);
  assert.equal(compare(75, 50), 0.5);
  assert.deepEqual([0.1, 0, -0.3, -0.41].map(changeClass), ["up", "soft", "soft", "down"]);
});
