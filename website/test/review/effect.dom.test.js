// The effect of an answer: every number that is drawn is the document's, and a title is text.

import assert from "node:assert/strict";
import {test} from "node:test";
import {Effect, WeekBars} from "../../../nyaastats/review/web/static/effect.js";
import {window} from "../fixtures/document.js";

const {document} = window;
const WEEKS = [
  {week: "2025-W40", start: "2025-09-29", downloads: 100, rank: 3, new_downloads: 100, new_rank: 3},
  {week: "2025-W41", start: "2025-10-06", downloads: 50, rank: 5, new_downloads: 200, new_rank: 2},
  {week: "2025-W42", start: "2025-10-13", downloads: 80, rank: 4, new_downloads: 20, new_rank: null},
];
const SHOW = {id: 7, title: "<b>Sanda</b>", downloads: 230, rank: 9, new_downloads: 320, new_rank: 8, weeks: WEEKS};
const EFFECT = {
  torrents: 8,
  downloads: 300,
  counted: 7,
  excluded: [{why: "a batch", torrents: 1}],
  shows: [SHOW],
  other_moves: 2,
};

const draw = (effect) => {
  document.body.replaceChildren();
  document.body.append(...Effect(effect, "If it is Sanda").flat(Infinity).filter(Boolean));
  return document.body;
};
const texts = (root, selector) => [...root.querySelectorAll(selector)].map((item) => item.textContent);

test("what changes, in words and numbers", () => {
  const body = draw(EFFECT);
  for (const words of [
    "8 torrents with 300 downloads would change; 7 of them count.",
    "1 torrent left out: a batch.",
    "2 places of other shows",
  ]) {
    assert.ok(body.textContent.includes(words), words);
  }
  assert.deepEqual(texts(body, ".figures tr"), ["Season230320", "Season rank#9#8", "Weeks changed2 of 3"]);
});

test("the newest weeks whose rank moves come first", () => {
  assert.deepEqual(texts(draw(EFFECT), ".moves tr"), ["13–19 Oct#4 → –−60", "6–12 Oct#5 → #2+150"]);
});

test("a title is text", () => {
  const body = draw(EFFECT);
  assert.deepEqual(texts(body, ".show-effect h3"), ["<b>Sanda</b>"]);
  assert.equal(body.querySelector("h3 b"), null);
});

test("where no chart changes, it says so", () => {
  const body = draw({...EFFECT, shows: [], other_moves: 0});
  assert.ok(body.textContent.includes("Nothing on the charts changes."));
  assert.ok(draw({...EFFECT, torrents: 0, shows: []}).textContent.includes("No torrent counts for anything else."));
});

test("a bar's parts are as high as what stays and what is added or taken away", () => {
  const figure = WeekBars(WEEKS);
  const parts = [...figure.querySelectorAll("g")].map((group) =>
    [...group.querySelectorAll("rect")].map((rect) => [
      rect.getAttribute("class"),
      Number(rect.getAttribute("height")),
    ]),
  );
  assert.deepEqual(parts, [
    [
      ["now", 60],
      ["added", 0],
    ],
    [
      ["now", 30],
      ["added", 90],
    ],
    [
      ["now", 12],
      ["taken", 36],
    ],
  ]);
  assert.equal(figure.querySelector("title").textContent, "29 Sept – 5 Oct: 100 → 100");
});

test("no bar reaches out of the chart", () => {
  for (const rect of WeekBars(WEEKS).querySelectorAll("rect")) {
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name)));
    assert.ok(x >= 0 && y >= 0 && x + width <= 308 && y + height <= 120.001);
  }
});
