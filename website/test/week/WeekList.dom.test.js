// The list of a week: one row a show, claims only where they can be made, titles as text.

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";
import "../fixtures/document.js";
import {WeekList} from "../../src/components/week/WeekList.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";
import {buildRows, buildWeek, RUNNING} from "../fixtures/weeks.js";

const ROWS = buildRows(
  ["Ace", 16_111, 18_501, {downloads_estimated: 10_311}],
  ["Best", 7992, 7022, {previous_rank: 3, isBestWeek: true}],
  ["Cat", 30, 45, {peak_rank: 1}],
  ["New", 20, null],
);
const list = (week, options = {top: 25}) => WeekList(week, options);
const read = (box) => [...box.querySelectorAll("tr")].map((row) => [...row.children].map(readCell));

/** A button in a cell is no part of what the row says. */
function readCell(cell) {
  for (const button of cell.querySelectorAll("button")) button.remove();
  return cell.textContent;
}

test("a row has rank, move, title, downloads, changes, estimate, weeks and peak", () => {
  const [head, ...rows] = read(list(buildWeek(ROWS)));
  assert.deepEqual(head.join("|"), "Rank|Move||Show|Downloads|vs last week|%|8 weeks, own scale|Estimated|Weeks|Peak");
  assert.deepEqual(rows[0].join("|"), "1|=same rank||Ace|16,111|−2,390|−13%||64%|5|1");
  assert.deepEqual(rows[1].join("|"), "2|▲1up 1||Best|★ best week so far 7,992|+970|+14%||0%|5|2");
  assert.deepEqual(rows[2].join("|"), "3|=same rank||Cat|30|−15|||0%|5|1");
  assert.deepEqual(rows[3].join("|"), "4|NEWnew||New|20||||0%|1|4");
});

test("nothing moved in a week that is not over", () => {
  const [head, first] = read(list(buildWeek(ROWS, RUNNING)));
  assert.deepEqual(head.join("|"), "Rank||Show|Downloads|8 weeks, own scale|Estimated|Weeks|Peak");
  assert.deepEqual(first.join("|"), "1||Ace|16,111||64%|5|1");
});

test("a peak that was reached this week stands out", () => {
  const peaks = [...list(buildWeek(ROWS)).querySelectorAll("td.peak")];
  assert.deepEqual(
    peaks.map((cell) => cell.classList.contains("now")),
    [true, true, false, true],
  );
});

test("words for those who hear the page and ornaments are not copied (bug 4)", () => {
  const css = readFileSync(new URL("../../src/styles/list.css", import.meta.url), "utf8");
  const rule = /([^{}]*)\{\s*user-select: none;\s*\}/.exec(css)[1];
  for (const name of [".visually-hidden", ".bars", ".bar-box"]) assert.ok(rule.includes(name), name);
  const row = list(buildWeek(ROWS)).querySelector("tbody tr");
  assert.equal(row.querySelector("svg text, p, div, br"), null, "what begins a line of its own");
});

test("bars share a scale that holds the week before, and a tick stands only where a show fell", () => {
  const [ace, best] = list(buildWeek(ROWS), {top: 15, bars: true}).querySelectorAll(".bar-box");
  const [counted, estimated] = ace.querySelectorAll("rect");
  assert.equal(counted.getAttribute("width"), "31.3%");
  assert.equal(estimated.getAttribute("mask"), "url(#hatched)");
  assert.equal(ace.querySelector("line").getAttribute("x2"), "100.0%");
  assert.equal(best.querySelector("line"), null);
});

test("the switch says what it does next (bug 15)", () => {
  const rows = buildRows(...Array.from({length: 30}, (_, i) => [`Show ${i}`, 1000 - i, 1000]));
  const fold = list(buildWeek(rows)).querySelector(".fold-switch");
  assert.deepEqual(
    [...fold.querySelectorAll("span")].map(({textContent}) => textContent),
    ["Show all 30", "Show top 25"],
  );
  assert.equal(list(buildWeek(rows.slice(0, 25))).querySelector(".fold-switch"), null);
});

test("an empty week says so (bug 22)", () => {
  assert.equal(list(buildWeek([])).textContent, "No show was ranked this week.");
  assert.equal(list(buildWeek([], RUNNING)).textContent, "No show is ranked yet this week.");
});

test("what the numbers rest on stands over the list and in its name", () => {
  const box = list(buildWeek(ROWS, RUNNING));
  assert.equal(box.dataset.title, "29 September – 5 October 2025, so far");
  assert.match(box.querySelector(".list-summary").textContent, /so far\. This week is not over/);
  assert.match(list(buildWeek(ROWS, {settled: false})).dataset.title, /, provisional$/);
});

for (const title of HOSTILE) {
  test(`the title ${title} stays text`, () => {
    const box = list(buildWeek(buildRows([title, 10, 10])), {top: 15, bars: true});
    assert.equal(box.querySelector("th a").textContent, title);
    assert.equal(box.querySelectorAll("img, script, style, [style], [onerror]").length, 0);
  });
}
