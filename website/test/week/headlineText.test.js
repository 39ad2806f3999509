// A week without a worded fact still has a headline, and a right one.

import assert from "node:assert/strict";
import {test} from "node:test";
import {describeHeadline, findLead} from "../../src/components/week/headlineText.js";
import {buildRows, buildWeek, RUNNING} from "../fixtures/weeks.js";

const tied = (count) =>
  buildRows(...["A", "B", "C", "D"].slice(0, count).map((title) => [title, 100, 90]), ["E", 1, 1]);
const first = {places: [{slug: "fall-2025", season: "Fall 2025", number: 1}]};

const SENTENCES = [
  ["one show first", tied(1), {}, "A is #1"],
  ["a tie", tied(2), {}, "A and B are tied at #1"],
  ["a tie of three", tied(3), {}, "A, B and C are tied at #1"],
  ["a tie of more", tied(4), {}, "4 shows are tied at #1"],
  ["a running week", tied(1), RUNNING, "A leads this week so far"],
  ["a season's first week, running", tied(1), {...RUNNING, ...first}, "A leads the first week of Fall 2025 so far"],
  ["a running tie", tied(2), RUNNING, "A and B are tied at #1 in this week so far"],
  ["a running week between seasons", tied(1), {...RUNNING, places: []}, "A leads this week so far"],
  ["an empty week (bug 22)", [], {}, "No show was ranked this week"],
  ["an empty running week", [], RUNNING, "No show is ranked yet this week"],
];

for (const [name, rows, changes, sentence] of SENTENCES) {
  test(`${name}: ${sentence}`, () => assert.equal(describeHeadline(buildWeek(rows, changes)), sentence));
}

test("the ETL's sentence goes first, and its first show leads", () => {
  const headline = {text: "B climbs", shows: [{anilist_id: 2, title: "B"}]};
  const week = buildWeek(tied(2), {headline});
  assert.equal(describeHeadline(week), "B climbs");
  assert.equal(findLead(week), 2);
  assert.equal(findLead(buildWeek(tied(2), {headline: {text: "All shows", shows: []}})), null);
  assert.equal(findLead(buildWeek([])), null);
});
