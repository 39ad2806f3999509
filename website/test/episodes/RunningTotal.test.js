// The running total: it ends at all downloads, and its milestones are reached on their days.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../../scripts/document.js";
import {listMilestones, RunningTotal} from "../../src/components/episodes/RunningTotal.js";
import {buildSeries} from "../../src/components/episodes/series.js";
import {formatCount} from "../../src/components/lib/format.js";
import {forRandomPages} from "../fixtures/episodes.js";
import {parse} from "../fixtures/parse.js";
import {pageOf} from "../fixtures/showInputs.js";

test("milestones are round, reached on their day, and at most four", () => {
  forRandomPages((page) => {
    const {days} = buildSeries(page);
    const milestones = listMilestones(days);
    assert.ok(milestones.length <= 4);
    for (const {count, at, day, time} of milestones) {
      assert.match(String(count), /^(1|25?|5)0*$/);
      assert.ok(days[at - 1].sum >= count && (days[at - 2]?.sum ?? 0) < count);
      assert.ok(time > day && time <= day + 1);
    }
  });
});

test("the end value is the total", () => {
  forRandomPages((page) => {
    const series = buildSeries(page);
    for (const width of [336, 1216]) {
      const chart = parse(RunningTotal(series, {width, height: 268}));
      assert.equal(chart.querySelector(".total-value").textContent, formatCount(series.days.at(-1).sum));
      assert.doesNotMatch(chart.innerHTML, /NaN|Infinity|undefined/);
    }
  }, 15);
});

test("the part of a day that is not over is dashed", () => {
  const count = (dataUntil) => {
    const series = buildSeries(pageOf(), {dataUntil});
    return parse(RunningTotal(series, {width: 800, height: 300})).querySelectorAll(".total-line").length;
  };
  assert.deepEqual([count("2025-10-13T11:57:01Z"), count(null)], [2, 1]);
});
