// The data are read whole or not at all.

import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {mkdirSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {test} from "node:test";
import {readData} from "../../scripts/data.js";
import {SiteError} from "../../scripts/errors.js";
import {makeFolder} from "../fixtures/folders.js";

const UNTIL = "2026-01-20T11:57:01Z";
const FILES = {
  "seasons.json": {current: "fall-2025", data_until: UNTIL, seasons: [{slug: "fall-2025"}]},
  "shows.json": {data_until: UNTIL, shows: []},
  "records.json": {as_of_week: null, records: []},
  "projections.json": {data_until: UNTIL, projections: []},
  "events.json": {events: []},
  "corrections.json": {data_until: UNTIL, corrections: []},
  "films.json": {films: []},
  "seasons/fall-2025/groups.json": {shows: []},
  "weeks/2025-W41.json": {week: "2025-W41", rows: []},
  "weeks/2025-W40.json": {week: "2025-W40", rows: []},
  "seasons/fall-2025/rankings.json": {season: "Fall 2025", data_until: UNTIL, weeks: []},
  "seasons/fall-2025/shows.json": {season: "Fall 2025", data_until: UNTIL, shows: []},
  "report.json": {season: "Fall 2025", data_until: UNTIL, synthetic: false},
  "schema.json": {$defs: {}, "x-files": []},
  "shows/21.json": {anilist_id: 21, episodes: []},
};

/** A data folder as the ETL writes it, in a folder of its own. */
function published(files = FILES) {
  const folder = join(makeFolder(), "data");
  const listed = Object.entries(files).map(([name, content]) => written(folder, name, JSON.stringify(content)));
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({data_until: UNTIL, files: listed}));
  return folder;
}

function written(folder, name, text) {
  mkdirSync(dirname(join(folder, name)), {recursive: true});
  writeFileSync(join(folder, name), text);
  return {name, size: text.length, sha256: createHash("sha256").update(text).digest("hex"), rows: 0};
}

test("a whole folder is read", () => {
  const folder = published();
  const data = readData(folder);
  assert.equal(data.manifest.files.length, Object.keys(FILES).length);
  assert.equal(data.rankings.get("fall-2025").season, "Fall 2025");
  assert.equal(data.pages.get(21).anilist_id, 21);
  assert.equal(data.digests.get("shows.json").length, 64);
  assert.deepEqual(
    data.weeks.map(({week}) => week),
    ["2025-W40", "2025-W41"],
  );
});

test("no text acts on the words around it, escaped or not", () => {
  const holders = ["\u202ea", "\x07\x1b\b", "\u2066\x9b", "\x00"].map((title) => ({title}));
  const kept = ["مرحبا", "👨\u200d👩", "a\tb\r\nc", "\u2028"].map((title) => ({title}));
  const data = readData(published({...FILES, "records.json": {as_of_week: null, records: [...holders, ...kept]}}));
  assert.deepEqual(
    data.records.records.map(({title}) => title),
    ["\ufffda", "\ufffd\ufffd\ufffd", "\ufffd\ufffd", "\ufffd", ...kept.map(({title}) => title)],
  );
});

const WRONG = {
  "a missing folder": [
    (folder) => rmSync(folder, {recursive: true}),
    /"manifest.json" is not in .*run `nyaastats etl`/,
  ],
  "an empty folder": [
    (folder) => {
      rmSync(folder, {recursive: true});
      mkdirSync(folder);
    },
    /"manifest.json" is not in/,
  ],
  "a file that is gone": [(folder) => rmSync(join(folder, "shows/21.json")), /"shows\/21.json" in .* is not there/],
  "a file that changed": [
    (folder) => writeFileSync(join(folder, "seasons.json"), "{}"),
    /"seasons.json" in .* is not the file/,
  ],
  "a file that is not listed": [
    (folder) => writeFileSync(join(folder, "shows/22.json"), "{}"),
    /"shows\/22.json" in .* is not listed/,
  ],
  "a manifest that is no JSON": [
    (folder) => writeFileSync(join(folder, "manifest.json"), "{"),
    /"manifest.json" .*cannot be read/,
  ],
  "a manifest of another shape": [
    (folder) => writeFileSync(join(folder, "manifest.json"), "[]"),
    /"manifest.json" .*cannot be read/,
  ],
};

for (const [name, [spoil, message]] of Object.entries(WRONG)) {
  test(`${name} stops with one line`, () => {
    const folder = published();
    spoil(folder);
    assert.throws(
      () => readData(folder),
      (error) => error instanceof SiteError && message.test(error.message) && !error.message.includes("\n"),
    );
  });
}

const RANKINGS = "seasons/fall-2025/rankings.json";

test("documents of different runs are refused", () => {
  const folder = published({...FILES, [RANKINGS]: {...FILES[RANKINGS], data_until: "2026-01-13T00:00:00Z"}});
  assert.throws(() => readData(folder), /"seasons\/fall-2025\/rankings.json" in .* of another run/);
});

test("an output from before the site knew of made-up numbers is refused", () => {
  const folder = published({...FILES, "report.json": {season: "Fall 2025", data_until: UNTIL}});
  assert.throws(() => readData(folder), /"report.json" .*run `nyaastats etl` again/);
});

test("the last good output comes back when a run died between its two renames", () => {
  const folder = published();
  renameSync(folder, join(dirname(folder), ".data.nyaastats-old"));
  assert.equal(readData(folder).manifest.files.length, Object.keys(FILES).length);
});
