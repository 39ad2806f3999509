// All shows in one table: light rows, and how they are sorted.

import assert from "node:assert/strict";
import {test} from "node:test";
import {gzipSync} from "node:zlib";
import "../../scripts/document.js";
import {JSDOM} from "jsdom";
import {toMarkup} from "../../scripts/markup.js";
import {COLUMNS, ShowTable} from "../../src/components/shows/ShowTable.js";
import {numberSeason, readNumber, sortRows} from "../../src/components/shows/sortRows.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";

const SHOW = {
  anilist_id: 21,
  title: "ONE PIECE",
  native: "ワンピース",
  colorClass: "color-7",
  poster: null,
  seasons: [
    {slug: "winter-2026", season: "Winter 2026", rank: 8},
    {slug: "fall-2025", season: "Fall 2025", rank: 6},
    {slug: "summer-2025", season: "Summer 2025", rank: 7},
  ],
  downloads: 527_134,
  peak: 4,
  weeks: 36,
  score: 85,
};

const parse = (shows) => new JSDOM(toMarkup(ShowTable(shows))).window.document.querySelector("table");
const texts = (row) => [...row.cells].map((cell) => cell.textContent);

test("a row says what a show had, its newest seasons with their ranks", () => {
  const table = parse([SHOW]);
  assert.deepEqual(
    texts(table.tHead.rows[0]),
    COLUMNS.map(({name}) => name),
  );
  const [row] = table.tBodies[0].rows;
  assert.deepEqual(texts(row).slice(1), ["Winter 2026 #8, Fall 2025 #6, and 1 before", "527,134", "#4", "36", "85"]);
  assert.equal(row.dataset.show, "21");
  assert.equal(row.cells[1].dataset.first, "summer-2025");
  assert.equal(row.querySelector("th a").getAttribute("href"), "./show/21/");
});

test("what is not known is a dash, and a season without a rank has none", () => {
  const [row] = parse([
    {...SHOW, native: null, peak: null, score: null, seasons: [{slug: "fall-2025", season: "Fall 2025", rank: null}]},
  ]).tBodies[0].rows;
  assert.equal(row.querySelector("small"), null);
  assert.deepEqual(texts(row).slice(1), ["Fall 2025", "527,134", "–", "36", "–"]);
  assert.equal(parse([{...SHOW, seasons: []}]).tBodies[0].rows[0].cells[1].textContent, "");
});

test("hostile titles stay text", () => {
  for (const title of HOSTILE) {
    const table = parse([{...SHOW, title, native: title}]);
    assert.equal(table.querySelector("tbody a").textContent, title);
    assert.equal(table.querySelectorAll("img, script, [onerror], [style]").length, 0);
  }
});

test("the shows of ten seasons stay under 120 kB", () => {
  // Words that do not repeat, as titles do not: this is more than real ones take.
  const words = (seed) =>
    Array.from({length: 6}, (_, i) => ((seed + 1) * (i + 3) * 2_654_435_761).toString(36)).join(" ");
  const native = (seed) =>
    String.fromCodePoint(...Array.from({length: 12}, (_, i) => 0x30a1 + ((seed * (i + 7) * 31) % 90)));
  const shows = Array.from({length: 700}, (_, i) => {
    return {
      ...SHOW,
      anilist_id: 150_000 + i * 37,
      title: words(i),
      native: native(i),
      colorClass: `tone-${i % 24}`,
      downloads: i * 7919,
    };
  });
  const size = gzipSync(toMarkup(ShowTable(shows))).length;
  assert.ok(size < 120_000, `${size} bytes`);
});

test("rows are sorted, those without a value last in either order, equal ones as they were", () => {
  const rows = [{v: 2}, {v: null}, {v: 1, first: true}, {v: 1}];
  const sort = (order) => sortRows(rows, {valueOf: ({v}) => v, order});
  assert.deepEqual(sort("up"), [rows[2], rows[3], rows[0], rows[1]]);
  assert.deepEqual(sort("down"), [rows[0], rows[2], rows[3], rows[1]]);
  assert.deepEqual(sortRows(["b", "a"], {valueOf: (text) => text, order: "up"}), ["a", "b"]);
});

test("cells are read as numbers, seasons in the order of time", () => {
  assert.deepEqual(["12,345", "#3", "–", "0"].map(readNumber), [12_345, 3, null, 0]);
  const seasons = ["winter-2025", "spring-2025", "summer-2025", "fall-2025", "winter-2026"].map(numberSeason);
  assert.deepEqual(
    seasons,
    seasons.toSorted((a, b) => a - b),
  );
  assert.equal(new Set(seasons).size, 5);
  assert.equal(numberSeason(undefined), null);
});
