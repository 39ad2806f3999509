// Titles in a sentence become links, whatever they hold; a last number stays with the word before it.

import assert from "node:assert/strict";
import {test} from "node:test";
import {toMarkup} from "../../scripts/markup.js";
import {drawAt} from "../../scripts/document.js";
import {linkTitles} from "../../src/components/lib/linkTitles.js";

const CASES = [
  ["A leads", [[1, "A"]], '<a href="./show/1/">A</a> leads'],
  [
    "A passes B",
    [
      [2, "B"],
      [1, "A"],
    ],
    '<a href="./show/1/">A</a> passes <a href="./show/2/">B</a>',
  ],
  [
    "X Season 2 passes X",
    [
      [1, "X"],
      [2, "X Season 2"],
    ],
    '<a href="./show/2/">X Season\u00a02</a> passes <a href="./show/1/">X</a>',
  ],
  ["<b> & $& lead", [[1, "<b> & $&"]], '<a href="./show/1/">&lt;b&gt; &amp; $&amp;</a> lead'],
  ["\u2068برج 2\u2069 leads", [[1, "برج 2"]], '<a href="./show/1/">\u2068برج\u00a02\u2069</a> leads'],
  ["برج 2 leads", [[1, "برج 2"]], '<a href="./show/1/">\u2068برج\u00a02\u2069</a> leads'],
  ["nobody leads", [], "nobody leads"],
  ["nobody leads", [[1, "A"]], "nobody leads"],
];

for (const [text, shows, markup] of CASES) {
  test(text, () => {
    const named = shows.map(([id, title]) => ({anilist_id: id, title}));
    assert.equal(
      drawAt("./", () => toMarkup(linkTitles(text, named))),
      markup,
    );
  });
}
