// The table of a comparison: the best of a row in bold, ties all, and nothing where there is nothing.

import assert from "node:assert/strict";
import {test} from "node:test";
import {separateColors} from "../../src/components/compare/distinctColors.js";
import {tabulateLines} from "../../src/components/compare/lineTable.js";
import {listMeasures} from "../../src/components/compare/measures.js";
import {findClosestPairs} from "../../src/components/compare/pairs.js";
import {shortenTitles} from "../../src/components/compare/shortTitles.js";
import {buildTrack} from "../../src/components/compare/tracks.js";
import {dayOf, lineOf, pageOf, showOf} from "../fixtures/comparison.js";

const weekOf = (rank, downloads, complete = true) => ({
  week: "2025-W41",
  start: "2025-10-06",
  complete,
  settled: complete,
  rank,
  downloads,
  estimated: 0,
});

function trackOf(show, page) {
  const daily = Array.from({length: 14}, () => 10);
  return buildTrack(showOf(show), pageOf({start: "2025-10-06", daily, first7: 70, ...page}), "2026-03-02T00:00:00Z");
}

const rowsOf = (tracks) => Object.fromEntries(listMeasures(tracks).map(({short, cells}) => [short, cells]));
const texts = (cells) => cells.map(({text, isBest}) => (isBest ? `*${text}*` : text));

test("the best of each row is marked, ties all, a lower rank before a higher", () => {
  const rows = rowsOf([
    trackOf({weeks: [weekOf(1, 900), weekOf(1, 800), weekOf(2, 9999, false)]}),
    trackOf({id: 2, weeks: [weekOf(1, 700)], seasons: [{season: "Fall 2025", rank: 1, isFinal: true}]}, {first7: 80}),
    trackOf({id: 3, weeks: [weekOf(12, 100)], seasons: []}, {episode: 1133}),
  ]);
  assert.deepEqual(texts(rows.Total), ["*140*", "*140*", "*140*"]);
  assert.deepEqual(texts(rows["Ep 1, 7 days"]), ["70", "*80*", "–"]);
  assert.deepEqual(texts(rows["Peak rank"]), ["*#1*", "*#1*", "#12"]);
  assert.deepEqual(texts(rows["Weeks at #1"]), ["*2*", "1", "0"]);
  assert.deepEqual(texts(rows["Weeks in top 10"]), ["*3*", "1", "0"]);
  assert.deepEqual(texts(rows["Season rank"]), ["#3", "*#1*", "–"]);
  assert.deepEqual(
    rows["Season rank"].map(({note}) => note),
    ["Fall 2025 so far", "Fall 2025", null],
  );
  assert.deepEqual(texts(rows["Premiere week"]), ["6–12 Oct", "6–12 Oct", "–"]);
  assert.deepEqual(texts(rows["Best week"]), ["*900*", "700", "100"]);
  assert.deepEqual(texts(rows.Estimated), ["10%", "10%", "10%"]);
});

test("nothing is the best of itself, nor of zeros", () => {
  assert.ok(listMeasures([trackOf({})]).every(({cells}) => cells.every(({isBest}) => !isBest)));
  assert.deepEqual(texts(rowsOf([trackOf({}), trackOf({id: 2})])["Weeks at #1"]), ["0", "0"]);
});

test("numbers that read alike are alike", () => {
  const hold = (value) => ({...trackOf({}), firstDays: {hold: value}});
  assert.deepEqual(texts(rowsOf([hold(0.916), hold(0.917), hold(null)])["Hold, ep 2"]), ["*92%*", "*92%*", "–"]);
});

test("a file of the lines has a row for each place, and gaps where a show has none", () => {
  const lines = [lineOf("Ace", [5, 6]), lineOf("Best", [7.126], {from: 2})];
  const {head, rows} = tabulateLines({lines, settings: {align: "premiere", y: "percent"}});
  const text = (cells) => cells.map((cell) => cell.text);
  assert.deepEqual(text(head), ["week", "Ace (% of its first week)", "Best (% of its first week)"]);
  assert.deepEqual(
    rows.map(({cells}) => text(cells)),
    [
      ["1", "5", ""],
      ["2", "6", "7.13"],
    ],
  );
  const byDate = tabulateLines({
    lines: [lineOf("Ace", [5], {from: dayOf("2025-10-06")})],
    settings: {align: "date", y: "week"},
  });
  assert.deepEqual(text(byDate.rows[0].cells), ["2025-10-06", "5"]);
});

test("of two colours alike the second becomes the next free hue, and no two stay alike", () => {
  const colors = (...names) =>
    separateColors(names.map((colorClass) => ({colorClass}))).map(({colorClass}) => colorClass);
  assert.deepEqual(colors("color-1", "color-1"), ["color-1", "color-2"]);
  assert.deepEqual(colors("color-1", "color-1", "color-2"), ["color-1", "color-3", "color-2"]);
  assert.deepEqual(colors("tone-0", "tone-23", "tone-12"), ["tone-0", "color-1", "tone-12"]);
  assert.deepEqual(colors("color-3", "tone-5"), ["color-3", "tone-5"]);
  assert.equal(new Set(colors(...Array.from({length: 6}, () => "tone-4"))).size, 6);
});

const NAMES = [
  [
    ["Ranma1/2 (2024) Season 2", "ONE PIECE"],
    ["Ranma1/2 (2024)", "ONE PIECE"],
  ],
  [
    ["JUJUTSU KAISEN Season 3: The Culling Game Part 1", "To Your Eternity"],
    ["JUJUTSU KAISEN", "To Your Eternity"],
  ],
  [
    ["DAN DA DAN", "DAN DA DAN Season 2"],
    ["DAN DA DAN", "DAN DA DAN Season 2"],
  ],
  [
    ["Re:ZERO Season 3", "X: Y"],
    ["Re:ZERO", "X: Y"],
  ],
  [
    ["Let This Grieving Soul Retire Cour 2", "MF GHOST 3rd Season"],
    ["Let This Grieving Soul Retire", "MF GHOST"],
  ],
  [
    ["A very long title of a light novel that nobody can say in one breath"],
    ["A very long title of a light novel that…"],
  ],
  [
    ["ワンピース", "Ōkami"],
    ["ワンピース", "Ōkami"],
  ],
];
for (const [titles, names] of NAMES) {
  test(`the short names of ${titles.join(" and ")}`, () => assert.deepEqual(shortenTitles(titles, {room: 340}), names));
}

test("the closest pairs come first, no show is in more than two, and too few weeks are no race", () => {
  const tracks = [
    [100, 100, 100, 100],
    [101, 101, 101, 101],
    [102, 102, 102, 102],
    [900, 900, 900, 900],
    [100, 100],
  ];
  const pairs = findClosestPairs(tracks, {count: 10, weeksOf: (values) => values});
  assert.deepEqual(pairs[0].tracks, [tracks[1], tracks[2]]);
  for (const track of tracks) assert.ok(pairs.filter((pair) => pair.tracks.includes(track)).length <= 2);
  assert.ok(!pairs.some((pair) => pair.tracks.includes(tracks[4])));
  assert.deepEqual(findClosestPairs([], {weeksOf: (values) => values}), []);
});
