// The headline's evidence: ranks where ranks are the story, else bars.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../fixtures/document.js";
import {HeadlineChart} from "../../src/components/week/HeadlineChart.js";
import {buildRows, buildWeek} from "../fixtures/weeks.js";

const WEEKS = ["2025-09-15", "2025-09-22", "2025-09-29"];
const show = (id, title, ranks) => ({anilist_id: id, title, colorClass: `color-${id}`, ranks});
const rank = (...shows) => ({
  weeks: WEEKS,
  totals: [100, 200, 400].map((downloads) => ({downloads, downloads_estimated: 0})),
  shows,
});
const bars = [null, {downloads: 50, downloads_estimated: 0}, {downloads: 100, downloads_estimated: 0}];
const ROWS = buildRows(["Ace: One", 100, 50], ["Bee", 90, 80]).map((row) => ({...row, history: bars}));
const about = (id, unit = "ranks") =>
  buildWeek(ROWS, {headline: {text: "x", unit, shows: id ? [{anilist_id: id}] : []}});
const draw = (week, ranks) => HeadlineChart(week, ranks);

test("a show that moved has its line of ranks, named with its place", () => {
  const chart = draw(about(1), rank(show(1, "Ace: One", [3, 2, 1]), show(2, "Bee", [1, 1, 2])));
  assert.equal(chart.querySelector(".rank-hero").getAttribute("d"), "M0 3c5 0 5 -1 10 -1c5 0 5 -1 10 -1");
  assert.deepEqual(
    [...chart.querySelectorAll(".evidence-labels text")].map(({textContent}) => textContent),
    ["1 Ace", "2 Bee"],
  );
  assert.match(chart.querySelector("[role=img]").getAttribute("aria-label"), /by week over the last 3 weeks: 3, 2, 1$/);
});

test("a line is broken where a show was not among the fifteen", () => {
  const chart = draw(about(1), rank(show(1, "Ace", [2, null, 1])));
  assert.equal(chart.querySelector(".rank-hero").getAttribute("d"), "M0 2M20 1");
});

test("a rank that never changed and a record of downloads are told by bars", () => {
  const still = draw(about(1), rank(show(1, "Ace", [1, 1, 1])));
  assert.ok(still.querySelector(".week-bars.color-1"));
  assert.match(still.textContent, /^Downloads by week, at most 100/);
  assert.ok(draw(about(1, "downloads"), rank(show(1, "Ace", [3, 2, 1]))).querySelector(".week-bars"));
});

test("a debut is shown where it enters", () => {
  assert.ok(draw(about(1, "rank"), rank(show(1, "Ace", [null, null, 1]))).querySelector(".rank-hero"));
});

test("a headline about all shows has their total", () => {
  const chart = draw(about(null), rank());
  assert.match(chart.textContent, /^Downloads by week, all shows, at most 400/);
});

test("one week is no story", () => {
  assert.equal(draw(about(1), {...rank(show(1, "Ace", [1])), weeks: WEEKS.slice(2)}), null);
});
