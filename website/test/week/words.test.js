// How ranks, changes and certainty are said: signs always, percentages only where they say something.

import assert from "node:assert/strict";
import {test} from "node:test";
import {
  describeMove,
  describeTotals,
  explainCertainty,
  formatChange,
  formatEstimate,
  formatOrdinal,
  formatPercent,
  formatRankStep,
  judgeChange,
  nameWeek,
} from "../../src/components/week/words.js";
import {buildRow, buildWeek, RUNNING} from "../fixtures/weeks.js";

test("changes have a sign, and a minus is no hyphen", () => {
  assert.deepEqual([970, -4573, 0].map(formatChange), ["+970", "−4,573", "±0"]);
});

test("no percentage under 50 downloads", () => {
  assert.equal(formatPercent(-3, 4), null);
  assert.equal(formatPercent(10, 49), null);
  assert.equal(formatPercent(10, 50), "+20%");
  assert.equal(formatPercent(null, 500), null);
  assert.equal(formatPercent(500, null), null);
  assert.equal(formatPercent(1, 1000), "±0%");
  assert.equal(formatPercent(299_900, 100), "+299,900%");
});

test("green is growth, red is a steep fall, everything else is plain", () => {
  const judge = (downloads, before) => judgeChange(buildRow({downloads, previous_downloads: before}));
  assert.equal(judge(1001, 1000), "growth");
  assert.equal(judge(1000, 1000), null);
  assert.equal(judge(600, 1000), null);
  assert.equal(judge(599, 1000), "loss");
  assert.equal(judge(1, 40), null, "three people");
  assert.equal(judge(1, null), null);
});

test("a show without a rank in the week before is new only in its first week", () => {
  const move = (changes) => describeMove(buildRow(changes));
  assert.deepEqual(move({previous_rank: null, weeks_on_chart: 1}), {kind: "new", sign: "NEW", words: "new"});
  assert.equal(move({previous_rank: null, weeks_on_chart: 2}).sign, "RE");
  assert.deepEqual(move({rank: 2, previous_rank: 4}), {kind: "up", sign: "▲2", words: "up 2"});
  assert.deepEqual(move({rank: 5, previous_rank: 4}), {kind: "down", sign: "▼1", words: "down 1"});
  assert.equal(move({rank: 4, previous_rank: 4}).words, "same rank");
});

test("a step of ranks names one rank when there is no step", () => {
  assert.equal(formatRankStep({rank: 2, previous_rank: 3}), "#3 → #2");
  assert.equal(formatRankStep({rank: 2, previous_rank: 2}), "#2");
  assert.equal(formatRankStep({rank: 2, previous_rank: null}), "#2");
});

test("a share that is not nothing never reads 0%", () => {
  const share = (estimated, downloads) => formatEstimate({downloads, downloads_estimated: estimated});
  assert.deepEqual([share(0, 10), share(1, 1000), share(640, 1000), share(0, 0)], ["0%", "<1%", "64%", "0%"]);
});

test("weeks are named by their dates", () => {
  assert.equal(nameWeek(buildWeek([])), "29 September – 5 October 2025 (week 2 of Fall 2025)");
  assert.equal(nameWeek(buildWeek([], {places: []})), "29 September – 5 October 2025");
});

test("a week says what its numbers rest on", () => {
  const rows = [buildRow({downloads: 1000, downloads_estimated: 120})];
  assert.equal(explainCertainty(buildWeek(rows, RUNNING)), "This week is not over: numbers and ranks will change.");
  assert.equal(
    explainCertainty(buildWeek(rows, {settled: false})),
    "Provisional, 12% estimated: later counts can still change these numbers.",
  );
  assert.equal(explainCertainty(buildWeek(rows)), "12% are estimated: counted, but dated to this week by estimate.");
  assert.equal(explainCertainty(buildWeek([buildRow()])), null);
});

test("totals are compared only with a week that is over", () => {
  const rows = [buildRow({downloads: 1000})];
  assert.equal(describeTotals(buildWeek(rows, {before: 2000})), "1 show, 1,000 downloads, −50% vs last week");
  assert.equal(describeTotals(buildWeek(rows, RUNNING)), "1 show, 1,000 downloads so far");
});

test("numbers as places", () => {
  assert.deepEqual([1, 2, 3, 4, 11, 12, 13, 21].map(formatOrdinal), "1st 2nd 3rd 4th 11th 12th 13th 21st".split(" "));
});
