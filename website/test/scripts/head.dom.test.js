// What a page says of itself, and where it points to.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../fixtures/document.js";
import {buildHead, toRoot} from "../../scripts/head.js";

const PAGE = {title: "Ranma ½", description: 'Says "hello" & <b>'};

const content = (elements, name) =>
  elements
    .find((element) => element.getAttribute("property") === name || element.getAttribute("name") === name)
    ?.getAttribute("content");
const link = (elements, rel) => elements.find((element) => element.getAttribute("rel") === rel)?.getAttribute("href");

for (const [name, root] of Object.entries({index: "./", 404: "./", about: "../", "show/21": "../../"})) {
  test(`from ${name} to the root is ${root}`, () => assert.equal(toRoot(name), root));
}

test("without an address of the site there is no picture, which crawlers want to be absolute", () => {
  const head = buildHead(PAGE, "show/21", {root: "../../"});
  assert.equal(content(head, "og:image"), undefined);
  assert.equal(content(head, "twitter:image"), undefined);
  assert.equal(link(head, "alternate"), "../../feed.xml");
  assert.equal(link(head, "canonical"), undefined);
  assert.ok(head.every((element) => !element.outerHTML.includes("://")));
});

const ADDRESSES = {
  index: "https://example.org/nyaastats/",
  about: "https://example.org/nyaastats/about/",
  "show/21": "https://example.org/nyaastats/show/21/",
};

for (const [name, address] of Object.entries(ADDRESSES)) {
  test(`with one, ${name} is known as ${address}`, () => {
    const picture = {name: "picture/week/2025-W46-0123456789.png", alt: "A week", width: 1200, height: 630};
    const head = buildHead(PAGE, name, {siteUrl: "https://example.org/nyaastats/", picture});
    assert.equal(content(head, "og:url"), address);
    assert.equal(link(head, "canonical"), address);
    assert.equal(content(head, "og:image"), `https://example.org/nyaastats/${picture.name}`);
    assert.deepEqual(
      ["og:image:alt", "og:image:width", "og:image:height"].map((property) => content(head, property)),
      ["A week", "1200", "630"],
    );
  });
}

test("the page that nobody asked for has no address of its own", () => {
  assert.equal(link(buildHead(PAGE, "404", {siteUrl: "https://example.org/"}), "canonical"), undefined);
});

// Firefox fetches what such a link names before anybody asks for it, and the policy forbids that.
test("the pages before and after it are named in the page alone, not in its head", () => {
  const head = buildHead(PAGE, "week/2025-W41");
  assert.equal(link(head, "prev") ?? link(head, "next"), undefined);
});

test("title and description stay as they are", () => {
  const head = buildHead(PAGE, "index");
  for (const name of ["og:title", "twitter:title"]) assert.equal(content(head, name), PAGE.title);
  for (const name of ["description", "og:description", "twitter:description"]) {
    assert.equal(content(head, name), PAGE.description);
  }
});

test("every page names the feeds, a show's page its own too, and the icons", () => {
  const links = (head, rel) =>
    head.filter((element) => element.getAttribute("rel") === rel).map((element) => element.getAttribute("href"));
  const head = buildHead(PAGE, "show/21", {root: "../../", feed: "ONE PIECE"});
  assert.deepEqual(links(head, "alternate"), ["../../feed.xml", "../../feed.json", "./show/21/feed.xml"]);
  assert.deepEqual(links(head, "icon"), ["../../favicon.ico"]);
  assert.deepEqual(links(head, "apple-touch-icon"), ["../../apple-touch-icon.png"]);
});

test("the browser's frame has the page's colour in both schemes", () => {
  const colors = buildHead(PAGE, "index").filter((element) => element.getAttribute("name") === "theme-color");
  assert.deepEqual(
    colors.map((element) => [element.getAttribute("media"), element.getAttribute("content")]),
    [
      ["(prefers-color-scheme: light)", "#fbf9f5"],
      ["(prefers-color-scheme: dark)", "#14111a"],
    ],
  );
});
