// A record says its value, its holder, the next best, and where it can be read.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../fixtures/document.js";
import {formatRecordValue, nameRecord} from "../../src/components/records/recordNames.js";
import {RecordList} from "../../src/components/records/RecordList.js";
import {listBars, selectRecordModels} from "../../src/components/records/records.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";
import {holder, record, siteOf} from "../fixtures/records.js";

const draw = (changes) => RecordList(selectRecordModels(siteOf([record(changes)]))).firstChild;
const bars = (changes) => listBars(selectRecordModels(siteOf([record(changes)]))[0]);
const widths = (row) => [...row.querySelectorAll(".record-bars rect")].map((bar) => bar.getAttribute("width"));
const ALL = holder(null, {rank: null, downloads: null});

test("a row has an address of its own, its name and its value", () => {
  const row = draw();
  assert.equal(row.id, "best-week");
  assert.equal(row.querySelector("h2").textContent, "Best week");
  assert.equal(row.querySelector(".record-value").textContent, "900");
});

test("the sentence of the files goes on where the holder's title ends, without the name of its kind", () => {
  const row = draw();
  const [sentence, rule] = row.querySelectorAll(".record-holder p");
  assert.equal(
    sentence.textContent,
    "Ace with 900 downloads (6–12 October 2025), next: Best with 800 (29 September – 5 October 2025).",
  );
  assert.equal(sentence.querySelector(".record-title").textContent, "Ace");
  assert.equal(sentence.querySelectorAll(".record-title").length, 1);
  assert.equal(rule.textContent, "one show in one week · 6–12 October 2025");
  assert.equal(rule.querySelector("a").getAttribute("href"), "./week/2025-W41/");
});

test("a sentence that ends with a mark of its own gets no full stop", () => {
  assert.ok(draw({text: "Best week: Ace with 900!"}).textContent.includes("900!one show"));
});

test("data without sentences show the holder", () => {
  assert.equal(draw({text: undefined}).querySelector(".record-holder p").textContent, "Ace");
  assert.equal(
    draw({text: undefined, holders: [ALL]}).querySelector(".record-holder p").textContent,
    "All series together",
  );
});

test("hostile titles stay text", () => {
  for (const title of HOSTILE) {
    const row = draw({text: `Best week: ${title} with 900`, holders: [holder("Ace", {title})]});
    assert.equal(row.querySelector(".record-title").textContent, title);
    assert.equal(row.querySelectorAll("img, script, [onerror], [style]").length, 0);
  }
});

test("values are written by their kind and unit", () => {
  const cases = [
    ["best_week", "downloads", 75_419, "75,419"],
    ["biggest_climb", "ranks", 5, "+5"],
    ["biggest_fall", "ranks", 4, "−4"],
    ["best_hold", "basis_points", 8600, "86%"],
    ["best_hold", "basis_points", 15_227, "152.2%"],
    ["longest_reign", "weeks", 1, "1 week"],
    ["longest_reign", "weeks", 16, "16 weeks"],
    ["latest_peak", "weeks", 16, "week 16"],
    ["highest_debut", "rank", 1, "#1"],
    ["new_kind", "new_unit", 1234, "1,234"],
  ];
  for (const [kind, unit, value, text] of cases) assert.equal(formatRecordValue({kind, unit}, value), text, kind);
});

test("a kind that the page does not know yet is still shown", () => {
  assert.equal(nameRecord("new_kind"), "New kind");
  assert.equal(draw({kind: "new_kind"}).querySelector(".record-rule").textContent, "6–12 October 2025");
});

test("when a value was reached: a day, seven days, a week, or the last of a count", () => {
  const rule = (kind, changes) =>
    draw({kind, holders: [holder("Ace", changes)]}).querySelector(".record-rule").textContent;
  const first = {day: "2025-10-04", episode: 1, rank: null, downloads: null};
  assert.match(rule("best_day", first), /· episode 1, 4 October 2025$/);
  assert.match(rule("best_premiere", first), /· 4–10 October 2025$/);
  assert.match(rule("longest_reign", {}), /· up to 6–12 October 2025$/);
});

test("a record that stands from the beginning says so", () => {
  assert.match(draw({baseline: true}).textContent, /stands since the first week that was watched/);
  assert.doesNotMatch(draw().textContent, /stands since/);
});

test("the two bars have one scale, and their numbers stand below", () => {
  assert.deepEqual(widths(draw()), ["100", "88.9"]);
  assert.match(draw().textContent, /900 against 800$/);
});

test("a record that nobody comes near has one bar", () => {
  const row = draw({runner_up: null});
  assert.deepEqual(widths(row), ["100"]);
  assert.match(row.textContent, /Next: nobody yet$/);
});

test("the closest #1 compares the two contenders, a debut its downloads", () => {
  const close = holder("Ace", {rival_id: 2, rival_title: "Best", downloads: 210});
  assert.deepEqual(bars({kind: "closest_first", unit: "basis_points", value: 476, holders: [close]}), [
    {value: 210, colorClass: "color-1"},
    {value: 200, colorClass: "color-2"},
  ]);
  const debut = bars({
    kind: "highest_debut",
    unit: "rank",
    value: 1,
    runner_up: {value: 1, holders: [holder("Best", {downloads: 800})]},
  });
  assert.deepEqual(
    debut.map(({value}) => value),
    [900, 800],
  );
});

test("two shows of one colour are told apart", () => {
  const row = draw({runner_up: {value: 800, holders: [holder("Cat")]}});
  assert.deepEqual(
    [...row.querySelectorAll(".record-bars rect")].map((bar) => bar.getAttribute("class")),
    ["color-1", "color-1 paler"],
  );
});

test("all series together have neither tile nor colour", () => {
  const row = draw({
    kind: "biggest_week",
    text: "Biggest week of all shows: 900 downloads, next: 800",
    holders: [ALL],
    runner_up: {value: 800, holders: [ALL]},
  });
  assert.equal(row.querySelector(".poster"), null);
  assert.equal(row.querySelector(".record-holder p").textContent, "900 downloads, next: 800.");
  assert.equal(row.querySelectorAll(".record-bars rect")[1].getAttribute("class"), "paler");
});
