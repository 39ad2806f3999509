// What programs read of the site: the map of its pages, linked data that no title can break, and icons.

import assert from "node:assert/strict";
import {test} from "node:test";
import {JSDOM} from "jsdom";
import {drawIcons} from "../../scripts/icons.js";
import {describeLinkedData, writeLinkedData} from "../../scripts/linkedData.js";
import {listPages} from "../../scripts/pages.js";
import {buildSite} from "../../scripts/site.js";
import {listSitemap} from "../../scripts/sitemap.js";
import {buildDocuments} from "../fixtures/documents.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";

const siteUrl = "https://example.org/nyaastats/";
const SITE = buildSite(buildDocuments({titles: HOSTILE}), {siteUrl});

test("the map has every page but the one for wrong addresses, once", () => {
  const {documentElement: map} = new JSDOM(new Map(listSitemap(SITE)).get("sitemap.xml"), {contentType: "text/xml"})
    .window.document;
  const addresses = [...map.getElementsByTagName("loc")].map((loc) => loc.textContent);
  const pages = listPages(SITE).map(({name}) => (name === "index" ? siteUrl : `${siteUrl}${name}/`));
  assert.deepEqual(addresses.toSorted(), pages.filter((address) => !address.endsWith("/404/")).sort());
  for (const time of map.getElementsByTagName("lastmod")) assert.match(time.textContent, /^\d{4}-\d\d-\d\dT[\d:]+Z$/);
});

test("without the site's address there is no map, and all may be read", () => {
  const files = new Map(listSitemap(buildSite(buildDocuments())));
  assert.deepEqual([...files], [["robots.txt", "User-agent: *\nAllow: /\n"]]);
  assert.ok(new Map(listSitemap(SITE)).get("robots.txt").endsWith(`Sitemap: ${siteUrl}sitemap.xml\n`));
});

test("a week is a list of its shows in the order of their ranks", () => {
  const {itemListElement: items, numberOfItems: many} = describeLinkedData(SITE, "week/2025-W40");
  assert.equal(many, HOSTILE.length);
  assert.deepEqual(items.map(({position, name, url}) => [position, name, url]), HOSTILE.map((title, i) => [i + 1, title, `${siteUrl}show/${i + 1}/`])); // prettier-ignore
});

test("the data are a dataset with its files and its time", () => {
  const dataset = describeLinkedData(SITE, "about");
  assert.equal(dataset["@type"], "Dataset");
  assert.equal(dataset.temporalCoverage, "2025-09-29/2025-10-14");
  for (const {contentUrl} of dataset.distribution)
    assert.match(contentUrl, /^https:\/\/example\.org\/nyaastats\/data\/.*\.parquet$/);
  assert.equal(describeLinkedData(SITE, "show/1"), null);
});

test("linked data is the same when it is read, and holds nothing that ends a script", () => {
  const data = describeLinkedData(SITE, "week/2025-W40");
  const text = writeLinkedData(data);
  assert.deepEqual(JSON.parse(text), data);
  assert.doesNotMatch(text, /[<>&\u2028\u2029]/);
});

test("icons are pictures of their sizes", () => {
  const icons = new Map(drawIcons());
  const touch = icons.get("apple-touch-icon.png");
  assert.deepEqual([touch.readUInt32BE(16), touch.readUInt32BE(20)], [180, 180]);
  const ico = icons.get("favicon.ico");
  assert.deepEqual([ico.readUInt16LE(2), ico.readUInt16LE(4)], [1, 2]);
  for (const entry of [0, 1].map((i) => ico.subarray(6 + 16 * i))) {
    const png = ico.subarray(entry.readUInt32LE(12), entry.readUInt32LE(12) + entry.readUInt32LE(8));
    assert.equal(png.subarray(1, 4).toString("latin1"), "PNG");
    assert.equal(png.readUInt32BE(16), entry.readUInt8(0));
  }
});
