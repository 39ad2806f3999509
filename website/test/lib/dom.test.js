// Elements hold text: what acts on the words around it is replaced wherever a text goes.

import assert from "node:assert/strict";
import {test} from "node:test";
import {createMarkupDocument, toMarkup} from "../../scripts/markup.js";
import {useDocument} from "../../scripts/document.js";
import {fill, html, svg} from "../../src/components/lib/dom.js";

const write = (build) => useDocument(createMarkupDocument(), () => toMarkup(build()));

test("a title does not turn or control what stands behind it", () => {
  assert.equal(
    write(() => [html("a", {title: "\u202ea"}, "\u2067b\x07"), svg("text", {}, ["\x9b"])]),
    '<a title="\ufffda">\ufffdb\ufffd</a><text>\ufffd</text>',
  );
  assert.equal(
    write(() => fill(html("p"), "\u202d")),
    "<p>\ufffd</p>",
  );
});

test("a title of any script stays whole", () => {
  const titles = ["مرحبا", "שלום\u200f", "👨\u200d👩\u200d👧", "می\u200cخواهم", "第二期\u3000a\u00a0b"];
  assert.equal(
    write(() => html("p", {}, titles)),
    `<p>${titles.join("")}</p>`,
  );
});
