// What a chart says about a place: the numbers of the day, as a card and in words.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../../scripts/document.js";
import {buildReadout} from "../../src/components/episodes/readout.js";
import {buildSeries} from "../../src/components/episodes/series.js";
import {forRandomPages} from "../fixtures/episodes.js";
import {pageOf} from "../fixtures/showInputs.js";

const SIZE = {width: 900, height: 380};
const toNumber = (text) => Number(text.replaceAll(",", ""));

test("the place at the middle of a column is that of the column, in every view", () => {
  forRandomPages((page) => {
    for (const view of ["date", "age", "total"]) {
      const {last, column, find} = buildReadout(view, buildSeries(page), SIZE);
      for (let at = 0; at <= last; at++) assert.equal(find((column(at)[0] + column(at)[1]) / 2), at);
      assert.deepEqual([find(-1000), find(5000)], [0, last]);
    }
  }, 20);
});

test("a day's rows are all of the day", () => {
  forRandomPages((page) => {
    const {last, card} = buildReadout("date", buildSeries(page), SIZE);
    for (let at = 0; at <= last; at++) {
      const {value, rows} = card(at);
      assert.ok(rows.length <= 4);
      const sum = rows.reduce((total, row) => total + toNumber(row.value), 0);
      assert.equal(sum, toNumber(value));
    }
  }, 20);
});

test("the words have commas between the episodes", () => {
  const series = buildSeries(pageOf(), {dataUntil: "2025-10-13T11:57:01Z"});
  const words = (view, at, episode) => buildReadout(view, series, SIZE).text(at, episode);
  assert.equal(words("date", 7), "Sun 12 Oct: 310 downloads, episode 2: 300, episode 1: 10, 10 estimated");
  assert.equal(words("date", 8), "Mon 13 Oct: 110 downloads, episode 2: 100, episode 1: 10, not over");
  assert.equal(words("age", 6), "First 7 days, episode 1, best: 1,000, 1 of 2 episodes are as old");
  assert.equal(words("age", 0, 1), "First 1 day, episode 1, best: 500, episode 2: 300");
  assert.equal(words("total", 1), "To 6 October 2025, all so far: 700, on this day: 200");
});
