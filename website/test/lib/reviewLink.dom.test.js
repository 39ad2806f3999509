// The links to the review page are there on the machine that serves the site, and nowhere else.

import assert from "node:assert/strict";
import {test} from "node:test";
import {window} from "../fixtures/document.js";
import {linkToReview, reviewAddress} from "../../src/components/lib/reviewLink.js";

const {document} = window;
const HOSTS = [
  ["localhost", true],
  ["127.0.0.1", true],
  ["example.org", false],
  ["localhost.example.org", false],
  ["", false],
];

for (const [hostname, isLinked] of HOSTS) {
  test(`${hostname || "no host"}: ${isLinked ? "a link" : "none"}`, () => {
    const title = document.createElement("span");
    title.dataset.reviewTitle = "Kamen Rider & <b>";
    document.body.replaceChildren(title);
    linkToReview(document.body, {hostname});
    const link = title.querySelector("a");
    assert.equal(link?.getAttribute("href") ?? null, isLinked ? reviewAddress("Kamen Rider & <b>") : null);
  });
}

test("the title is one value of the address", () => {
  const address = new URL(reviewAddress("A & B=C #1"));
  assert.equal(address.searchParams.get("title"), "A & B=C #1");
  assert.equal(address.host, "127.0.0.1:8765");
});
