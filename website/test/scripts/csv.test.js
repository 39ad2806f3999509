// The tables as CSV: RFC 4180 whatever a title holds, columns from the schema, and a description for programs.

import assert from "node:assert/strict";
import {test} from "node:test";
import {listCsvFiles, listTables} from "../../scripts/csv.js";
import {buildDocuments} from "../fixtures/documents.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";

const TITLES = [...HOSTILE, 'She said "no", twice', "two\r\nlines", "a,b", " spaced ", "=1+1", "ワンピース"];

const buildTables = (changes = {}) => {
  const tables = listTables({...buildDocuments({titles: TITLES}), ...changes});
  return Object.fromEntries(tables.map((table) => [table.name, table]));
};

/** Rows of cells, by the grammar of RFC 4180, section 2. */
function parseCsv(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\r\n") rows.push([]);
  }
  assert.deepEqual(rows.pop(), [], "the last line ends like the others");
  return rows;
}

test("every title comes back as it was", () => {
  const [head, ...rows] = parseCsv(buildTables()["csv/shows.csv"].text);
  assert.deepEqual(
    rows.map((row) => row[head.indexOf("title")]),
    TITLES,
  );
});

test("the columns are the schema's fields that one cell can hold", () => {
  const [head] = parseCsv(buildTables()["csv/shows.csv"].text);
  assert.deepEqual(head, ["anilist_id", "title", "synonyms", "reason"]);
});

test("a row of the chart has its week, and an empty cell where there is no value", () => {
  const {text, rows, fields} = buildTables()["csv/show_weeks.csv"];
  const [head, first, ...others] = parseCsv(text);
  assert.deepEqual(head, [
    "week",
    "start_date",
    "complete",
    "settled",
    "anilist_id",
    "title",
    "rank",
    "downloads",
    "previous_rank",
  ]);
  assert.deepEqual(first, ["2025-W40", "2025-09-29", "true", "true", "1", TITLES[0], "1", "10000", ""]);
  assert.equal(rows, TITLES.length * 3);
  assert.equal(others.length, rows - 1);
  assert.deepEqual(
    fields.map(({type}) => type),
    ["string", "date", "boolean", "boolean", "integer", "string", "integer", "integer", "integer"],
  );
});

test("a list of texts is one cell, and who shares a record has a row each", () => {
  const data = buildDocuments({titles: ["Ace"]});
  const shows = {...data.shows, shows: [{...data.shows.shows[0], synonyms: ["A", "B, C"]}]};
  const holders = [
    {title: "Ace", week: "2025-W40"},
    {title: null, week: "2025-W41"},
  ];
  const records = {records: [{kind: "best_week", value: 3, holders}]};
  const tables = buildTables({shows, records});
  assert.equal(parseCsv(tables["csv/shows.csv"].text)[1][2], "A; B, C");
  assert.deepEqual(parseCsv(tables["csv/records.csv"].text), [
    ["kind", "value", "title", "week"],
    ["best_week", "3", "Ace", "2025-W40"],
    ["best_week", "3", "", "2025-W41"],
  ]);
});

test("the package describes every column of every table", () => {
  const tables = listTables(buildDocuments());
  const files = new Map(listCsvFiles({tables, dataUntil: "2025-10-14T11:57:01Z"}));
  const {resources, created} = JSON.parse(files.get("csv/datapackage.json"));
  assert.equal(created, "2025-10-14T11:57:01Z");
  for (const {path, schema} of resources) {
    const [head] = parseCsv(files.get(`csv/${path}`));
    assert.deepEqual(
      schema.fields.map(({name}) => name),
      head,
    );
    for (const field of schema.fields) assert.ok(field.type && field.description, field.name);
  }
  assert.equal(resources.length, files.size - 1);
});
