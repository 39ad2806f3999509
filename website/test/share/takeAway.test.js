// The buttons of a chart or a table, and the frame of a picture that stands alone.

import assert from "node:assert/strict";
import {test} from "node:test";
import {JSDOM} from "jsdom";
import "../../scripts/document.js";
import {toMarkup, toXml} from "../../scripts/markup.js";
import {svg} from "../../src/components/lib/dom.js";
import {describeSource, PictureFrame} from "../../src/components/share/PictureFrame.js";
import {TakeAway} from "../../src/components/share/TakeAway.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";

const parse = (node) => new JSDOM(toMarkup(node)).window.document.querySelector(".take-away");
const kinds = (row) => [...row.querySelectorAll("button")].map((button) => button.dataset.take);

test("a row has the buttons that what it is about can answer", () => {
  const cases = [
    [{table: "list"}, ["text", "markdown", "csv"]],
    [{chart: "river"}, ["svg", "png"]],
    [{table: "list", chart: "river", link: true}, ["text", "markdown", "csv", "svg", "png", "link"]],
    [{table: "list", chart: "river", link: true, kinds: ["link", "png"]}, ["link", "png"]],
  ];
  for (const [options, expected] of cases)
    assert.deepEqual(kinds(parse(TakeAway({name: "x", title: "X", ...options}))), expected);
});

test("it names what it is about, and a link of its own", () => {
  const row = parse(
    TakeAway({name: "week", title: "The week", table: "list", link: "./week/", dataUntil: "2026-03-02"}),
  );
  assert.deepEqual(
    {...row.dataset},
    {name: "week", title: "The week", table: "list", link: "./week/", until: "2026-03-02"},
  );
  assert.equal(row.getAttribute("role"), "group");
  assert.equal(parse(TakeAway({name: "x", title: "X", link: true})).dataset.link, undefined);
});

const COLORS = {page: "#fff", ink: "#111", soft: "#555"};

test("a picture holds its title, its charts one below the other, and where it is from, for any program", () => {
  const charts = [100, 60].map((height) => ({
    element: svg("svg", {width: 400, height}, svg("path", {d: "M0,0h9"})),
    width: 400,
    height,
  }));
  const source = describeSource({
    address: "https://example.org/show/21/",
    dataUntil: "2 March 2026",
    isSynthetic: true,
  });
  const text = toXml(PictureFrame({title: "ONE PIECE", source, charts, colors: COLORS, font: "sans-serif"}));
  const picture = new JSDOM(text, {contentType: "image/svg+xml"}).window.document.documentElement;
  assert.equal(picture.querySelector("title").textContent, "ONE PIECE");
  assert.match(picture.textContent, /example\.org\/show\/21\/ · data to 2 March 2026 · synthetic ?demo data/);
  const tops = [...picture.querySelectorAll("g")].map((place) =>
    Number(place.getAttribute("transform").match(/ (\d+)/)[1]),
  );
  assert.equal(tops[1] - tops[0], 116);
  assert.ok(Number(picture.getAttribute("height")) > tops[1] + 60);
  assert.doesNotMatch(text, /class=|style=|var\(/);
});

test("what is real and settled says no more than where it is from", () => {
  assert.deepEqual(describeSource({address: "http://example.org/"}).filter(Boolean), ["example.org/"]);
});

test("a title is text in a picture too", () => {
  for (const title of HOSTILE) {
    const text = toXml(PictureFrame({title, source: ["x"], charts: [], colors: COLORS, font: "a"}));
    const {documentElement} = new JSDOM(text, {contentType: "image/svg+xml"}).window.document;
    assert.equal(documentElement.querySelector("title").textContent, title);
    assert.equal(documentElement.querySelectorAll("img, script").length, 0);
  }
});
