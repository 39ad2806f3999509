// Posters: a box of fixed size, a tile beneath, and a picture only where there is one.

import assert from "node:assert/strict";
import {test} from "node:test";
import {window} from "../fixtures/document.js";
import {Poster, dropBrokenPosters} from "../../src/components/lib/Poster.js";

const SIZE = {width: 34, height: 48};
const SHOW = {title: "ONE PIECE", poster: "https://posters.example/a.jpg", colorClass: "tone-9"};

test("tile and picture have the size that was asked for", () => {
  const poster = Poster(SHOW, SIZE);
  for (const part of poster.querySelectorAll("svg, img")) {
    assert.deepEqual([part.getAttribute("width"), part.getAttribute("height")], ["34", "48"]);
  }
  assert.equal(poster.querySelector("img").getAttribute("loading"), "lazy");
  assert.equal(
    Poster(SHOW, {...SIZE, eager: true})
      .querySelector("img")
      .getAttribute("loading"),
    "eager",
  );
});

test("without a picture there is the tile, and nothing is fetched", () => {
  const poster = Poster({...SHOW, poster: null}, SIZE);
  assert.equal(poster.querySelector("img"), null);
  assert.ok(poster.classList.contains("tone-9"));
  assert.equal(poster.querySelector("[fill]"), null);
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
    const poster = Poster({...SHOW, title}, SIZE);
    assert.equal(poster.querySelector(".poster-letter").dataset.letter, initial);
    assert.equal(poster.textContent, "", "a letter in the text would be copied with a table");
  });
}

test("a picture that fails is taken away, any other failure is left alone", () => {
  const {document} = window;
  const other = document.createElement("img");
  document.body.append(Poster(SHOW, SIZE), other);
  const picture = document.querySelector(".poster img");
  dropBrokenPosters(document);
  for (const image of [picture, other]) image.dispatchEvent(new window.Event("error"));
  assert.equal(picture.isConnected, false);
  assert.equal(other.isConnected, true);
  assert.ok(document.querySelector(".poster rect"));
});
