// The list of a week: the figures of the data, changes only where they can be claimed, titles as text.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../fixtures/document.js";
import {WeekList, formatChange, formatWeekTitle} from "../../src/components/ranking/WeekList.js";
import {buildSeason} from "../../src/components/lib/season.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";

const CHANGES = [
  [100, null, null],
  [100, 100, "±0"],
  [150, 100, "+50 (+50%)"],
  [50, 100, "−50 (−50%)"],
  [16111, 18501, "−2,390 (−12.9%)"],
  [3000, 1, "+2,999 (+299,900%)"],
];

for (const [downloads, before, words] of CHANGES) {
  test(`${downloads} after ${before}: ${words}`, () => assert.equal(formatChange(downloads, before), words));
}

test("the heading says which week it is and what it rests on", () => {
  const week = {
    week: "2026-W03",
    start_date: "2026-01-12",
    number: 16,
    complete: true,
    settled: true,
    total: {downloads: 200, downloads_estimated: 13},
  };
  assert.equal(formatWeekTitle(week), "12–18 January 2026 (week 16)");
  const provisional = {...week, settled: false};
  assert.equal(formatWeekTitle({...provisional, complete: false}), "12–18 January 2026 (week 16), so far");
  assert.equal(formatWeekTitle(provisional), "12–18 January 2026 (week 16), provisional, 7% estimated");
  assert.equal(formatWeekTitle(null), "No week yet");
});

const TITLES = new Map([...HOSTILE, "SPY x FAMILY"].map((title, index) => [index + 1, title]));

/** A published season from `[complete, ids by rank]` a week; a show's downloads are 100 × its id × the week's number. */
function published(weeks, listedIds = [...TITLES.keys()]) {
  const seen = new Map();
  return buildSeason(
    {
      season: "Fall 2025",
      data_until: "2026-01-20T11:57:01Z",
      weeks: weeks.map(([complete, ids], index) => ({
        week: `2025-W${40 + index}`,
        start_date: `2025-10-${String(6 + 7 * index).padStart(2, "0")}`,
        complete,
        settled: complete,
        rankings: ids.map((id, place) => entry(id, place + 1, index, seen)),
      })),
    },
    {shows: listedIds.map((id) => ({anilist_id: id, ...names(id), poster: null, color: null, seasonal_rank: id}))},
  );
}

const names = (id) => ({title: TITLES.get(id) ?? "Unknown", title_romaji: `romaji of ${id}`});

function entry(id, rank, index, seen) {
  const ranks = [...(seen.get(id) ?? []), {rank, index}];
  seen.set(id, ranks);
  return {
    ...names(id),
    anilist_id: id,
    rank,
    downloads: 100 * id * (index + 1),
    downloads_estimated: 5 * id * index,
    previous_rank: ranks.find((week) => week.index === index - 1)?.rank ?? null,
    peak_rank: Math.min(...ranks.map((week) => week.rank)),
    weeks_on_chart: ranks.length,
  };
}

const cells = (table, kind) => [...table.querySelectorAll(`tbody .${kind}`)].map((cell) => cell.textContent);
const listed = (facts, index) => WeekList(facts, facts.weeks[index]);

const SEASON = published([
  [true, [7, 5, 3]],
  [true, [5, 7]],
  [true, [7, 3, 5, 2]],
  [false, [7, 5]],
]);

test("a finished week claims moves and changes against the week before", () => {
  const table = listed(SEASON, 2);
  assert.deepEqual(cells(table, "rank"), ["1", "2", "3", "4"]);
  assert.deepEqual(cells(table, "move"), [
    "▲1up 1",
    "backnot ranked the week before",
    "▼2down 2",
    "newnot ranked the week before",
  ]);
  assert.deepEqual(
    cells(table, "downloads"),
    ["2,100", "900", "1,500", "600"].map((count) => `${count}3% estimated`),
  );
  assert.deepEqual(cells(table, "change"), ["+700 (+50%)", "", "+500 (+50%)", ""]);
  assert.deepEqual(cells(table, "peak"), ["1", "2", "1", "4"]);
  assert.deepEqual(cells(table, "weeks"), ["3", "2", "3", "1"]);
});

for (const [which, index] of [
  ["the first week", 0],
  ["a week still running", 3],
]) {
  test(`${which} claims neither`, () => {
    assert.ok(cells(listed(SEASON, index), "move").every((words) => words === ""));
    assert.ok(cells(listed(SEASON, index), "change").every((words) => words === ""));
  });
}

test("hostile titles stay text, and link to their own page", () => {
  const facts = published([[true, [1, 2, 3, 4, 5, 6]]]);
  const table = listed(facts, 0);
  const links = [...table.querySelectorAll(".name a")];
  assert.deepEqual(
    links.map((link) => link.textContent),
    HOSTILE,
  );
  assert.deepEqual(
    links.map((link) => link.getAttribute("href")),
    HOSTILE.map((_, index) => `./show/${index + 1}`),
  );
  assert.equal(table.querySelectorAll("img, script").length, 0);
});

test("a show that the season does not know is listed without a link", () => {
  const table = listed(published([[true, [7, 99]]], [7]), 0);
  assert.deepEqual(cells(table, "name"), ["SPY x FAMILYromaji of 7", "Unknownromaji of 99"]);
  assert.equal(table.querySelectorAll("a").length, 1);
  assert.equal(table.querySelector("[data-show='99']").className, "color-grey");
});

test("a week without rankings is said, not drawn", () => {
  const facts = published([[true, []]]);
  for (const week of [facts.weeks[0], null]) {
    const list = WeekList(facts, week);
    assert.equal(list.querySelector("tr"), null);
    assert.equal(list.textContent, week ? "No show was ranked this week." : "No show is ranked yet.");
  }
});

test("bars are as long as the downloads, the first one full", () => {
  const widths = [...listed(SEASON, 2).querySelectorAll(".bar rect")].map((bar) => bar.getAttribute("width"));
  assert.deepEqual(widths, ["100%", "42.9%", "71.4%", "28.6%"]);
});

test("a romaji title that says the same is not said twice", () => {
  const facts = published([[true, [7]]]);
  facts.shows.get(7).romaji = "SPY×FAMILY";
  assert.equal(listed(facts, 0).querySelector(".romaji"), null);
});

test("no inline style, for the page's policy forbids it", () => {
  assert.equal(listed(SEASON, 2).querySelector("[style]"), null);
});
