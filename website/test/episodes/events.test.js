// What happened to a show, in words.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../../scripts/document.js";
import {listEvents} from "../../src/components/episodes/events.js";
import {EventTable} from "../../src/components/episodes/EventTable.js";
import {parse, textOf} from "../fixtures/parse.js";

const DETAILS = ["episode", "episodes", "days", "version", "group", "title", "reason", "link"];
const NONE = Object.fromEntries(DETAILS.map((name) => [name, null]));
const event = (kind, day, details = {}) => ({...NONE, kind, at: `2025-10-${day}T14:00:00Z`, ...details});

const OWN = [
  event("broadcast", "05", {episode: 1}),
  event("broadcast", "12", {episode: 2}),
  event("double_episode", "05", {episode: 1, episodes: 2}),
  event("delay", "14", {episode: 3, days: 2}),
  event("skipped_week", "19", {episode: 4}),
  event("break", "20", {episode: 5, days: 35}),
  event("finale", "29", {episode: 12}),
  event("batch", "30"),
  event("version", "21", {episode: 3, version: 2, group: "ASW"}),
  event("note", "22", {title: "Holiday", reason: "no broadcast", link: "https://example.org/"}),
];
const GENERAL = [event("scraper_gap", "25", {until: "2025-10-27T06:00:00Z"}), event("tracker_restart", "28")];
const LABELS = [
  ...["premiere", "2 eps", "ep 3 2 days late", "no ep 4", "break", "ep 3 v2", "Holiday", "no scrapes"],
  ...["tracker restart", "finale", "batch"],
];

test("every kind has its words, and an ordinary broadcast has none", () => {
  const events = listEvents({events: OWN}, GENERAL);
  assert.deepEqual(
    events.map(({label}) => label),
    LABELS,
  );
  for (const {text} of events) assert.doesNotMatch(text, /null|undefined|\.$/);
  assert.equal(events.find(({label}) => label === "ep 3 v2").text, "Episode 3 v2 published by ASW");
});

test("all of them stand in the table; the line for phones has the rare ones and a few", () => {
  const root = parse(EventTable(listEvents({events: OWN}, GENERAL)));
  assert.equal(root.querySelectorAll("tr").length, 11);
  assert.equal(textOf(root.querySelector("tr")), "5 October 2025Episode 1 aired");
  assert.equal(root.querySelector("td a").getAttribute("href"), "https://example.org/");
  assert.match(textOf(root.querySelector(".event-line")), /premiere.*no scrapes 25–27 Oct.*finale.*batch/);
  assert.equal(root.querySelectorAll(".event-line > span").length, 6);
  assert.equal(EventTable([]), null);
});
