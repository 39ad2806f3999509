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

test("a title of any script stays whole, and one from the right apart from what stands beside it", () => {
  const titles = ["👨\u200d👩\u200d👧", "第二期\u3000a\u00a0b"];
  assert.equal(
    write(() => html("p", {}, titles)),
    `<p>${titles.join("")}</p>`,
  );
  for (const title of ["مرحبا", "שלום\u200f", "می\u200cخواهم"]) {
    const [isolated, bdi] = [`\u2068${title}\u2069`, `<bdi>${title}</bdi>`];
    const nodes = () => [html("p", {title}, title, " 12"), fill(html("b"), title), html("b", {}, `#1 ${isolated}`)];
    assert.equal(write(nodes), `<p title="${title}">${bdi} 12</p><b>${bdi}</b><b>#1 ${isolated}</b>`);
    assert.equal(
      write(() => svg("text", {}, title)),
      `<text>${isolated}</text>`,
    );
    assert.equal(
      write(() => html("option", {}, title)),
      `<option>${title}</option>`,
    );
  }
});

test("the isolate that does not end turns nothing", () => {
  assert.equal(
    write(() => [html("p", {}, "\u2068a", "b\u2069"), html("p", {title: "\u2068a\u2069"}, "\u2068\u2069")]),
    '<p>\ufffdab\ufffd</p><p title="\u2068a\u2069">\u2068\u2069</p>',
  );
});

const HREFS = [
  ["./show/1/", "./show/1/"],
  ["#a", "#a"],
  ["?week=1:2", "?week=1:2"],
  ["https://anilist.co/anime/1", "https://anilist.co/anime/1"],
  ["http://[::1]:8000/?title=a", "http://[::1]:8000/?title=a"],
  ["blob:https://x/1", "blob:https://x/1"],
  ["javascript:alert(1)", null],
  [" JavaScript:alert(1)", null],
  ["java\tscript:alert(1)", null],
  ["\u0001javascript:alert(1)", null],
  ["data:text/html,<script>1</script>", null],
  ["vbscript:1", null],
];

for (const [address, href] of HREFS) {
  test(`a link to ${JSON.stringify(address)} ${href === null ? "is a text" : "leads there"}`, () => {
    assert.equal(
      write(() => html("a", {href: address}, "a")),
      href === null ? "<a>a</a>" : `<a href="${href}">a</a>`,
    );
  });
}
