// Posters: a box of fixed size, a tile beneath, and a picture only where there is one.

import assert from "node:assert/strict";
import {test} from "node:test";
import {JSDOM} from "jsdom";
import "../../scripts/document.js";
import {dropBrokenPosters, Poster} from "../../src/components/lib/Poster.js";
import {ShowTile} from "../../src/components/show/ShowTile.js";
import {parse} from "../fixtures/parse.js";

const SIZE = {width: 34, height: 48};
const SHOW = {title: "ONE PIECE", poster: "https://posters.example/a.jpg", colorClass: "color-7"};
const draw = (show, size = {}) => parse(Poster({...SHOW, ...show}, {...SIZE, ...size}));

test("the tile has the size that was asked for and the show's colour, the picture none of its own", () => {
  const [tile, picture] = draw().querySelectorAll("svg, img");
  assert.deepEqual([tile.getAttribute("width"), tile.getAttribute("height")], ["34", "48"]);
  assert.ok(draw().querySelector(".poster").classList.contains("color-7"));
  assert.deepEqual([picture.getAttribute("width"), picture.getAttribute("height")], [null, null]);
  assert.equal(picture.getAttribute("loading"), "lazy");
  assert.equal(draw({}, {eager: true}).querySelector("img").getAttribute("loading"), "eager");
});

test("without a picture there is the tile, and nothing is fetched", () => {
  assert.equal(draw({poster: null}).querySelector("img"), null);
});

const REFUSED = ["https://x;connect-src/a.jpg", "https://*/", "http://x/a.jpg", "javascript:1", "a.jpg", ""];

test("a poster that no page's policy lets in is none: the tile stays, and nothing is fetched", () => {
  for (const poster of REFUSED) {
    assert.equal(draw({poster}).querySelector("img"), null, poster);
    assert.equal(parse(ShowTile({title: "ONE PIECE", poster}, [])).querySelector("img"), null, poster);
  }
  assert.ok(parse(ShowTile(SHOW, [])).querySelector("img"));
});

const INITIALS = [
  ["ONE PIECE", "O"],
  ["“éclair”", "É"],
  ["...86", "8"],
  ["進撃の巨人", "進"],
  ["𝕏-MEN", "𝕏"],
  ["<img src=x>", "I"],
  ["★ !!", ""],
];

for (const [title, initial] of INITIALS) {
  test(`the initial of ${title} is "${initial}"`, () => {
    const poster = draw({title});
    assert.equal(poster.querySelector("[data-letter]").dataset.letter, initial);
    assert.equal(poster.textContent, "");
  });
}

test("a picture that cannot be loaded is taken away, now and later", () => {
  const {window} = new JSDOM(
    '<span class="poster"><img src="a"></span><span class="poster"><img src="b"></span><img src="c">',
  );
  const [failed, later, other] = window.document.querySelectorAll("img");
  Object.defineProperty(failed, "complete", {value: true});
  Object.defineProperty(later, "complete", {value: false});
  dropBrokenPosters(window.document);
  assert.ok(!failed.isConnected && later.isConnected);
  later.dispatchEvent(new window.Event("error"));
  other.dispatchEvent(new window.Event("error"));
  assert.ok(!later.isConnected && other.isConnected);
});
