// The data page: every file described, code with the site's address, and the score of projections.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../fixtures/document.js";
import {buildSite} from "../../scripts/site.js";
import {DataFiles} from "../../src/components/data/DataFiles.js";
import {ProjectionScores} from "../../src/components/data/ProjectionScores.js";
import {dataPage, selectData} from "../../src/pages/dataPage.js";
import {buildDocuments} from "../fixtures/documents.js";
import {SCHEMA} from "../fixtures/schema.js";

const draw = (options, changes = {}) => dataPage(selectData(buildSite({...buildDocuments(), ...changes}, options)));

test("the snippets have the site's address, or one that is said to stand for it", () => {
  const {slots} = draw({siteUrl: "https://anime.test/"});
  assert.equal(slots.example, null);
  assert.ok(slots.snippets.textContent.includes("https://anime.test/data/show_weeks.parquet"));
  assert.ok(slots.citation.textContent.endsWith("https://anime.test/data/"));
  const without = draw({}).slots;
  assert.ok(without.snippets.textContent.includes("https://example.org/data/"));
  assert.match(without.example.textContent, /stands for this site/);
});

test("each piece of code has three lines", () => {
  for (const code of draw({}).slots.snippets.querySelectorAll("code"))
    assert.equal(code.textContent.split("\n").length, 3);
});

test("every table has its size, its number of rows and its columns", () => {
  const {csv} = draw({}).slots;
  const [, first] = csv.querySelector("table").rows;
  assert.deepEqual(
    [...first.cells].map((cell) => cell.textContent),
    ["csv/show_weeks.csv", "one series in one week", "9", "1 kB"],
  );
  assert.equal(csv.querySelectorAll("details").length, 3);
  assert.ok(csv.querySelector("details").textContent.includes("integer, rank"));
});

test("made-up numbers are cited as such", () => {
  assert.match(draw({}).slots.citation.textContent, /Made-up numbers/);
  const data = buildDocuments();
  assert.match(
    draw({}, {report: {...data.report, synthetic: false}}).slots.citation.textContent,
    /Anime downloads by week/,
  );
});

test("corrections are counted", () => {
  const corrections = (...list) => draw({}, {corrections: {corrections: list}}).slots.corrections;
  assert.equal(corrections(), "Nothing is listed now.");
  assert.equal(corrections({week: "2025-W40"}), "1 number is listed now.");
  assert.equal(corrections({}, {}), "2 numbers are listed now.");
});

test("projections have their score by age, and without any there is no table", () => {
  const score = {hours: 12, projections: 2032, median_error: 0.045, last_error: null, coverage: 0.798};
  const element = ProjectionScores({replayed: [score], kept: []});
  assert.deepEqual(
    [...element.querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent)),
    [["12 hours", "2,032", "4.5%", "–", "79.8%"]],
  );
  assert.equal(ProjectionScores({replayed: [], kept: []}), null);
});

test("a name that stands for many files says how many there are, and leads to one", () => {
  const files = [
    {name: "shows/1.json", size: 1500},
    {name: "shows/2.json", size: 2500},
    {name: "shows.json", size: 9},
    {name: "shows/deep/3.json", size: 9},
  ];
  const section = [...DataFiles(SCHEMA, {files}).children].find((file) =>
    file.textContent.startsWith("shows/<id>.json"),
  );
  assert.match(section.textContent, /2 files, 4 kB, for example shows\/2\.json/);
  assert.equal(section.querySelector("a").getAttribute("href"), "./data/shows/2.json");
});
