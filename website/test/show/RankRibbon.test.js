// A show's ribbon: as thick as its downloads, as high as its rank, with gaps where it is not ranked.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../../scripts/document.js";
import {toDayNumber} from "../../src/components/lib/days.js";
import {RankRibbon} from "../../src/components/show/RankRibbon.js";
import {parse} from "../fixtures/parse.js";
import {weekOf} from "../fixtures/showInputs.js";

const DATES = ["2025-09-29", "2025-10-06", "2025-10-13", "2025-10-20", "2025-10-27"];
const SPAN = {from: toDayNumber("2025-09-29"), to: toDayNumber("2025-11-03")};
const RUNNING = {complete: false, settled: false};

/** The ribbon of weeks, written "rank downloads, rank downloads"; `last` is the state of the last one. */
function draw(text, {last = {}, width = 1216} = {}) {
  const rows = text.split(",").map((row) => row.trim().split(" ").map(Number));
  const weeks = rows.map(([rank, count], i) => weekOf(DATES[i], rank, count, i === rows.length - 1 ? last : {}));
  return parse(RankRibbon(weeks, SPAN, width));
}

const textsOf = (ribbon, selector) => [...ribbon.querySelectorAll(selector)].map((text) => text.textContent);

test("weeks without a rank are gaps", () => {
  const ribbon = draw("3 100, 4 90, 0 0, 5 80, 6 10");
  assert.equal(ribbon.querySelectorAll(".ribbon-body").length, 2);
  assert.match(ribbon.querySelector("svg").getAttribute("aria-label"), /13–19 Oct: not ranked, 20–26 Oct: #5/);
});

test("a week that is not over is dashed", () => {
  const running = draw("3 100, 4 90", {last: RUNNING});
  assert.equal(running.querySelectorAll(".unfinished").length, 1);
  assert.match(running.querySelector("svg").getAttribute("aria-label"), /#4 so far$/);
  assert.equal(draw("3 100, 4 90").querySelectorAll(".unfinished").length, 0);
});

test("a week is as thick as its downloads", () => {
  const [half, whole] = [draw("1 50, 0 0, 1 100"), draw("1 100")].map((ribbon) => {
    const places = ribbon.querySelector(".ribbon-body").getAttribute("d").match(/[\d.]+/g).map(Number); // prettier-ignore
    return Math.abs(places[1] - places.at(-1));
  });
  assert.equal(whole / half, 2);
});

test("a ribbon of one rank carries its numbers, another one its ranks where it turns", () => {
  const flat = draw("1 1000, 1 1200, 1 900, 1 800, 1 700");
  assert.equal(textsOf(flat, ".on-ribbon").length, 5);
  assert.deepEqual(textsOf(flat, ".best"), ["1.2k"]);
  assert.deepEqual(textsOf(draw("9 10, 5 20, 2 50, 7 20, 6 20"), ".rank"), ["#9", "#2", "#7", "#6"]);
});

test("every ribbon is whole, also of one week, and of ranks far apart", () => {
  for (const rows of ["80 1", "1 0", "1 100000, 250 1", "12 5, 0 0, 12 5"]) {
    for (const width of [336, 1216]) assert.doesNotMatch(draw(rows, {width}).innerHTML, /NaN|Infinity|undefined/);
  }
});
