// What is copied of a week: plain text, and Markdown that no title can break.

import assert from "node:assert/strict";
import {test} from "node:test";
import {describeWeek} from "../../src/components/week/weekText.js";
import {buildRows, buildWeek, RUNNING} from "../fixtures/weeks.js";

const ROWS = buildRows(
  ["Ace", 9000, 10_000, {downloads_estimated: 900}],
  ["Bee", 3000, 1000, {previous_rank: 3}],
  ["New", 20, null],
);
const WEEK = buildWeek(ROWS, {
  headline: {text: "Bee climbs 1 rank to #2", shows: [{anilist_id: 2, title: "Bee"}]},
  records: [{text: "Biggest climb: Bee, 1 rank"}],
});

test("text: title, table, movers, records, how it was measured", () => {
  assert.equal(
    describeWeek(WEEK).text,
    `Anime downloads, 29 September – 5 October 2025 (week 2 of Fall 2025)
Bee climbs 1 rank to #2.

 1. Ace: 9,000 (=, −10%)
 2. Bee: 3,000 (▲1, +200%)
 3. New: 20 (NEW)

Up: Bee +2,000
Down: Ace −1,000

Biggest climb: Bee, 1 rank.

3 shows, 12,020 downloads, +501% vs last week. Completed downloads of torrents, 29 September – 5 October 2025 UTC: not viewers, not streams.`,
  );
});

test("Markdown: a table for a forum", () => {
  const {markdown} = describeWeek(WEEK);
  assert.ok(markdown.includes("| 2 | ▲1 | Bee | 3,000 | +200% | 0% |\n| 3 | NEW | New | 20 |  | 0% |"), markdown);
  assert.ok(markdown.includes("Bee climbs 1 rank to \\#2."));
  assert.ok(markdown.includes("* Up: Bee +2,000"));
});

test("no title breaks the table or begins a link", () => {
  const title = "A | [b](c) *d* <e> `f` \\ ~g~";
  const {markdown} = describeWeek(buildWeek(buildRows([title, 10, 10])));
  assert.ok(markdown.includes("| A \\| \\[b\\](c) \\*d\\* \\<e\\> \\`f\\` \\\\ \\~g\\~ | 10 |"), markdown);
});

test("at most ten rows; an empty week says so", () => {
  const rows = buildRows(...Array.from({length: 12}, (_, i) => [`Show ${i + 1}`, 100 - i, 100]));
  assert.ok(!describeWeek(buildWeek(rows)).text.includes("11. Show"));
  assert.match(describeWeek(buildWeek([])).text, /No show was ranked\./);
});

test("unfinished, provisional and made-up numbers say so", () => {
  assert.match(describeWeek(buildWeek(ROWS, RUNNING)).text, /12,020 downloads so far\. Completed/);
  assert.doesNotMatch(describeWeek(buildWeek(ROWS, RUNNING)).text, /▲|Up:/);
  assert.match(describeWeek(buildWeek(ROWS, {settled: false})).text, /\(provisional, 7% estimated\)\. Completed/);
  for (const text of Object.values(describeWeek(buildWeek(ROWS, {synthetic: true}))))
    assert.match(text, /Made-up numbers/);
});
