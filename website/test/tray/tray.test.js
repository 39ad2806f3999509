// The shows put aside: at most six, whatever was kept, and also where nothing can be kept.

import assert from "node:assert/strict";
import {test} from "node:test";
import {JSDOM} from "jsdom";
import "../../scripts/document.js";
import {toMarkup} from "../../scripts/markup.js";
import {CompareButton} from "../../src/components/tray/CompareButton.js";
import {openTray, parseTray, toggleShow} from "../../src/components/tray/tray.js";
import {TrayBar} from "../../src/components/tray/TrayBar.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";

const show = (id, title = `Show ${id}`) => ({id, title, colorClass: "color-1"});
const six = [1, 2, 3, 4, 5, 6].map((id) => show(id));

test("a show is put in, and taken out by the same button; a seventh is not put in", () => {
  assert.deepEqual(toggleShow([show(1)], show(2)), [show(1), show(2)]);
  assert.deepEqual(toggleShow([show(1), show(2)], show(1)), [show(2)]);
  assert.deepEqual(toggleShow(six, show(7)), six);
  assert.deepEqual(toggleShow(six, show(3)).length, 5);
});

const KEPT = [
  [null, []],
  ["", []],
  ["{", []],
  ["{}", []],
  ['[1,"x",null,{}]', []],
  [
    JSON.stringify([
      {id: -1, title: "x"},
      {id: 2, title: 3},
      {id: 1.5, title: "x"},
    ]),
    [],
  ],
  [JSON.stringify([{id: 2, title: "Ace", colorClass: "x y", more: 1}]), [{id: 2, title: "Ace", colorClass: "tone-0"}]],
  [JSON.stringify([...six, show(7)]), six],
];
for (const [text, shows] of KEPT) {
  test(`what was kept as ${JSON.stringify(text)?.slice(0, 40)} is read`, () =>
    assert.deepEqual(parseTray(text), shows));
}

function storageOf(value) {
  const kept = new Map(value ? [["nyaastats.compare", value]] : []);
  return {getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text)};
}

test("what is written is read by the next page", () => {
  const storage = storageOf(null);
  assert.deepEqual(openTray(storage).read(), []);
  openTray(storage).write([show(1)]);
  assert.deepEqual(openTray(storage).read(), [show(1)]);
});

test("where nothing can be kept the list lasts as long as the page", () => {
  const forbidden = {
    getItem() {
      throw new Error("no");
    },
    setItem() {
      throw new Error("no");
    },
  };
  for (const storage of [null, forbidden]) {
    const tray = openTray(storage);
    assert.deepEqual(tray.read(), []);
    tray.write([show(1)]);
    assert.deepEqual(tray.read(), [show(1)]);
  }
});

test("the bar leads to the comparison of its shows, and titles in it are text", () => {
  const shows = HOSTILE.map((title, index) => show(index + 1, title));
  const {document} = new JSDOM(toMarkup(TrayBar(shows))).window;
  assert.equal(document.querySelector("a").getAttribute("href"), "./compare/?shows=1,2,3,4,5,6");
  assert.equal(document.querySelectorAll("img, script").length, 0);
  assert.deepEqual(
    [...document.querySelectorAll("[data-remove]")].map((button) =>
      button
        .querySelector(".name")
        .parentNode.textContent.replace(/^.*?(?=Remove)/s, "")
        .replace(/×$/, ""),
    ),
    HOSTILE.map((title) => `Remove ${title}`),
  );
  const button = new JSDOM(toMarkup(CompareButton(shows[0]))).window.document.querySelector("button");
  assert.deepEqual({...button.dataset}, {compare: "1", title: HOSTILE[0], color: "color-1"});
});
