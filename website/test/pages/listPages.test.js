// The pages of lists: each fills just the slots of its template, also while there is nothing to list.

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";
import "../../scripts/document.js";
import {toMarkup} from "../../scripts/markup.js";
import {listPages} from "../../scripts/pages.js";
import {buildSite} from "../../scripts/site.js";
import {recordsPage, selectRecords} from "../../src/pages/recordsPage.js";
import {buildDocuments} from "../fixtures/documents.js";
import {record, siteOf} from "../fixtures/records.js";

const NAMES = ["records", "films", "shows", "groups", "groups/fall-2025", "data", "embed"];
const SITE = buildSite(buildDocuments());
const PAGES = listPages(SITE).filter(({name}) => NAMES.includes(name));

function listSlots(template) {
  const source = readFileSync(new URL(`../../src/${template}.md`, import.meta.url), "utf8");
  return [...source.matchAll(/data-slot="([\w-]+)"/g)].map(([, name]) => name).sort();
}

test("all of them are there", () => {
  assert.deepEqual(PAGES.map(({name}) => name).sort(), NAMES.toSorted());
});

for (const {name, template, inputs, build} of PAGES) {
  test(`${name}: its slots are its template's`, () => {
    assert.deepEqual(Object.keys(build(inputs).slots).sort(), listSlots(template));
  });

  test(`${name}: it is made of plain data, the same each time`, () => {
    const copy = JSON.parse(JSON.stringify(inputs));
    assert.equal(toMarkup(Object.values(build(copy).slots)), toMarkup(Object.values(build(inputs).slots)));
  });
}

test("the page of a season's groups names its neighbours, and every season is linked", () => {
  const {build, inputs} = PAGES.find(({name}) => name === "groups/fall-2025");
  const page = build({...inputs, previous: {slug: "summer-2025", season: "Summer 2025"}});
  assert.equal(page.previous, "./groups/summer-2025/");
  assert.equal(page.next, null);
  assert.match(toMarkup(page.slots.seasons), /href="\.\/groups\/fall-2025\/" aria-current="true"/);
});

test("a season without a download says so", () => {
  const {build, inputs} = PAGES.find(({name}) => name === "groups");
  const nothing = {weeks: [], series: [], rows: [], cards: []};
  const {slots} = build({...inputs, groups: nothing, resolutions: nothing});
  assert.equal(slots.lede, "Nothing of Fall 2025 was downloaded yet.");
  assert.equal(slots["groups-table"], null);
});

test("records say up to which week they are, and that there is none before the first is over", () => {
  const asOf = (site) => toMarkup(recordsPage(selectRecords(site)).slots["as-of"]);
  assert.match(asOf(siteOf([record()])), /up to <a href="\.\/week\/2025-W41\/">6–12 October 2025<\/a>\.$/);
  assert.match(asOf(siteOf([], {asOf: null})), /no record before the first week is over/);
});
