// What the build's own document writes is what a real one would have held.

import assert from "node:assert/strict";
import {test} from "node:test";
import {JSDOM} from "jsdom";
import {createMarkupDocument, toMarkup, toXml} from "../../scripts/markup.js";
import {useDocument} from "../../scripts/document.js";
import {html, svg} from "../../src/components/lib/dom.js";
import {randomFrom} from "../fixtures/random.js";

const PIECES = [
  "<img src=x onerror=alert(1)>",
  "&amp;",
  "&",
  '"',
  "'",
  "</p>",
  "]]>",
  "<!--",
  "é",
  "進撃",
  "\u00a0",
  " ",
  "a",
];

/** A random tree as data: `[name, attributes, children]`. */
function growTree(random, depth = 0) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const text = () => Array.from({length: Math.floor(random() * 4)}, () => pick(PIECES)).join("");
  const children = Array.from({length: depth > 3 ? 0 : Math.floor(random() * 4)}, () =>
    random() < 0.5 ? text() : growTree(random, depth + 1),
  );
  return ["span", {title: text(), "data-x": text()}, children];
}

const build = (tree) => (typeof tree === "string" ? tree : html(tree[0], tree[1], tree[2].map(build)));

test("random trees come back from a parser as a real document would hold them", () => {
  const random = randomFrom(7);
  for (const tree of Array.from({length: 50}, () => growTree(random))) {
    const written = toMarkup(useDocument(createMarkupDocument(), () => build(tree)));
    const {document} = new JSDOM(`<body>${written}`).window;
    const real = useDocument(new JSDOM("<body>").window.document, () => build(tree));
    real.normalize();
    assert.equal(document.body.firstElementChild.outerHTML, real.outerHTML);
  }
});

test("shapes are elements of SVG, void elements have no end, and nothing is written for nothing", () => {
  const written = useDocument(createMarkupDocument("../../"), () =>
    toMarkup([
      html("p", {}, html("br"), svg("svg", {viewBox: "0 0 1 1"}, svg("path", {d: "M0 0"})), null),
      false,
      "a < b",
    ]),
  );
  assert.equal(written, '<p><br><svg viewBox="0 0 1 1"><path d="M0 0"/></svg></p>a &lt; b');
});

test("addresses of the site are written from the page, others as they are", () => {
  const written = useDocument(createMarkupDocument("../../"), () =>
    toMarkup([html("a", {href: "./show/1/"}), html("a", {href: "#x"}), html("a", {href: "https://example.org/./x"})]),
  );
  assert.equal(written, '<a href="../../show/1/"></a><a href="#x"></a><a href="https://example.org/./x"></a>');
});

test("XML names a namespace where it begins, and replaces what it cannot hold", () => {
  const xml = useDocument(createMarkupDocument(), () =>
    toXml(html("div", {}, svg("svg", {}, svg("g")), "\u0001 & \ud800")),
  );
  assert.equal(
    xml,
    '<div xmlns="http://www.w3.org/1999/xhtml"><svg xmlns="http://www.w3.org/2000/svg"><g/></svg>\ufffd &amp; \ufffd</div>',
  );
  assert.equal(new JSDOM(xml, {contentType: "application/xml"}).window.document.querySelector("g").localName, "g");
});
