// What the about page reads from schema.json: files, their definitions, types in words, and the exclusion reasons.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../fixtures/document.js";
import {DataFiles} from "../../src/components/data/DataFiles.js";
import {listFiles, listReasons} from "../../src/components/about/schema.js";
import {SCHEMA} from "../fixtures/schema.js";

const MANIFEST = {files: [{name: "episodes.parquet", size: 469700}]};
const [episodes, report, page, schema] = listFiles(SCHEMA);
const typesOf = ({fields}) => Object.fromEntries(fields.map(({name, type}) => [name, type]));

test("each file has every definition that it uses, itself first, and each once", () => {
  const names = [episodes, report, page, schema].map(({tables}) => tables.map(({name}) => name));
  assert.deepEqual(names, [["EpisodeDay"], ["Report", "Tally", "Reason", "Title"], ["ShowPage"], []]);
});

test("a Parquet column has its Arrow type, with the unit", () => {
  assert.deepEqual(typesOf(episodes.tables[0]), {
    anilist_id: "int64, id",
    date: "timestamp[us, tz=UTC], UTC midnight",
  });
});

test("types of JSON fields are in words", () => {
  const [document, tally, , title] = report.tables;
  assert.deepEqual(typesOf(document), {
    season: "text",
    data_until: "UTC time",
    synthetic: "boolean",
    counted: "Tally",
    excluded: "Tally by Reason",
    titles: "list of Title",
    example: "Title or null",
    rate: "number or null, parts of 1",
  });
  assert.deepEqual(typesOf(tally), {torrents: "integer, downloads", downloads: "integer, downloads"});
  assert.equal(typesOf(title).start_date, "date, UTC day");
  assert.deepEqual(typesOf(page.tables[0]), {days: "list of integer"});
});

test("an enumeration has its values with their meanings", () => {
  assert.deepEqual(
    report.tables[2].values.map(({name, description}) => [name, description]),
    [...listReasons(SCHEMA)],
  );
  assert.equal(listReasons(SCHEMA).get("batch"), "a batch: many episodes in one torrent");
});

test("a definition that refers to itself is there once", () => {
  const self = {$ref: "#/$defs/Node"};
  const children = {type: "array", items: self, description: "Below."};
  const $defs = {Node: {description: "A node.", properties: {children}}};
  const [{tables}] = listFiles({$defs, "x-files": [{name: "tree.json", description: "A tree.", schema: self}]});
  assert.deepEqual(
    tables.map(({name}) => name),
    ["Node"],
  );
});

test("every file has its link, size and tables, but a pattern has no link", () => {
  const element = DataFiles(SCHEMA, MANIFEST);
  assert.deepEqual(
    [...element.querySelectorAll("h3")].map((heading) => heading.textContent),
    SCHEMA["x-files"].map(({name}) => name),
  );
  assert.deepEqual(
    [...element.querySelectorAll("a")].map((link) => link.getAttribute("href")),
    ["./data/episodes.parquet", "./data/report.json", "./data/schema.json"],
  );
  assert.match(element.firstChild.textContent, /470 kB/);
  assert.deepEqual(
    [...element.querySelectorAll("summary")].map((summary) => summary.textContent),
    ["Columns of episodes.parquet", "Fields of report.json", "Fields of shows/<id>.json"],
  );
});

test("rows have as many cells as their table has heads, and what stands in backticks is code", () => {
  const tables = [...DataFiles(SCHEMA, MANIFEST).querySelectorAll("table")];
  assert.equal(tables.length, 6);
  for (const table of tables) {
    const [head, ...rows] = [...table.rows].map((row) => row.cells.length);
    assert.ok(rows.length > 0 && rows.every((cells) => cells === head));
    assert.doesNotMatch(table.textContent, /`|undefined/);
  }
  assert.equal(tables[1].querySelector("td:last-child code").textContent, "Fall 2025");
});
