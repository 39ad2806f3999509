// The front page, the page of a week and that of all weeks: every slot is filled, whatever the week is like.

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";
import {JSDOM} from "jsdom";
import {drawAt} from "../../scripts/document.js";
import {toMarkup} from "../../scripts/markup.js";
import {buildSite} from "../../scripts/site.js";
import {frontPage, selectFront} from "../../src/pages/frontPage.js";
import {selectWeek, weekPage} from "../../src/pages/weekPage.js";
import {selectWeeks, weeksPage} from "../../src/pages/weeksPage.js";
import {buildDocuments} from "../fixtures/documents.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";

/** A page with its slots as elements of one document. */
function draw(build, root = "../../") {
  const page = drawAt(root, build);
  const markup = Object.entries(page.slots).map(([name, nodes]) => `<div id="${name}">${toMarkup(nodes)}</div>`);
  return {...page, markup: markup.join(""), document: new JSDOM(markup.join("")).window.document};
}

const drawFront = (site) => draw(() => frontPage(selectFront(site)), "./");
const drawWeek = (site, index) => draw(() => weekPage(selectWeek(site, site.weeks[index])));
const drawWeeks = (site) => draw(() => weeksPage(selectWeeks(site)), "../");
const textOf = ({document}, id) => document.getElementById(id).textContent;

const PAGES = {"index.md": drawFront, "week.md": (site) => drawWeek(site, 1), "weeks.md": drawWeeks};

for (const [file, build] of Object.entries(PAGES)) {
  test(`${file}: the template's slots and its page function agree`, () => {
    const prose = readFileSync(new URL(`../../src/${file}`, import.meta.url), "utf8");
    const places = [...prose.matchAll(/data-slot="([^"]+)"/g)].map(([, name]) => name);
    assert.deepEqual(places.sort(), Object.keys(build(buildSite(buildDocuments())).slots).sort());
  });

  test(`${file}: hostile titles stay text, and no style is written`, () => {
    const {document, markup} = build(buildSite(buildDocuments({titles: HOSTILE})));
    assert.equal(document.querySelectorAll("img, script, style, [style], [onerror], [href^='javascript:']").length, 0);
    assert.doesNotMatch(markup, /undefined|NaN|Infinity/);
  });
}

const ODD = {
  "an empty complete week": ({weeks}) =>
    Object.assign(weeks[1], {rows: [], headline: null, movers: null, downloads: 0, downloads_estimated: 0}),
  "only a running week": (documents) => (documents.weeks = documents.weeks.slice(2)),
  "only the first week": (documents) => (documents.weeks = documents.weeks.slice(0, 1)),
  "a week between seasons": ({weeks}) => (weeks[1].seasons = []),
  "no ranked show at all": ({weeks}) => weeks.forEach((week) => (week.rows = [])),
};

for (const [name, change] of Object.entries(ODD)) {
  test(`all pages stand with ${name}`, () => {
    const documents = buildDocuments();
    change(documents);
    const site = buildSite(documents);
    const pages = [drawFront(site), drawWeeks(site), ...site.weeks.map((_, index) => drawWeek(site, index))];
    for (const page of pages)
      assert.doesNotMatch(page.markup + page.title + page.description, /undefined|NaN|Infinity/);
  });
}

test("a week's page is named by its dates, and ISO's number is no week of the season (bug 12)", () => {
  const page = drawWeek(buildSite(buildDocuments()), 1);
  assert.equal(page.title, "Anime downloads, 6–12 October 2025 (week 2 of Fall 2025)");
  assert.match(
    page.description,
    /^Ace is #1 for the 2nd week in a row\. 3 shows, 26,700 downloads, −10% vs last week\.$/,
  );
  for (const {title, slots} of [page, drawFront(buildSite(buildDocuments()))]) {
    assert.doesNotMatch(title + toMarkup(slots.headline), /week 4\d/i);
  }
});

test("a week leads to its neighbours, but not to one that is not over", () => {
  const site = buildSite(buildDocuments());
  const [first, second, running] = site.weeks.map((_, index) => drawWeek(site, index));
  const links = ({document}) => [...document.querySelectorAll("#steps a")].map((link) => link.getAttribute("href"));
  assert.deepEqual(links(first), ["../../week/2025-W41/"]);
  assert.deepEqual(links(second), ["../../week/2025-W40/"]);
  assert.match(textOf(second, "steps"), /13–19 Oct, not over yet/);
  assert.match(textOf(second, "more-steps"), /13–19 October 2025, not over yet/);
  assert.equal(second.document.querySelectorAll("#more-steps a").length, 1);
  assert.deepEqual(links(running), ["../../week/2025-W41/"]);
});

test("an unfinished and a provisional week say so in head, facts and list", () => {
  const site = buildSite(buildDocuments());
  const [settled, provisional, running] = site.weeks.map((_, index) => drawWeek(site, index));
  assert.match(textOf(running, "recap"), /^This week is not over/);
  assert.match(textOf(running, "facts"), /so far.*week not over.*14 October 2025 at 11:57 UTC/);
  assert.match(textOf(provisional, "recap"), /^Provisional, under 1% estimated/);
  assert.match(textOf(provisional, "facts"), /provisional/);
  assert.equal(textOf(settled, "recap"), "");
  assert.match(textOf(settled, "facts"), /final/);
  assert.match(textOf(drawFront(site), "eyebrow"), /provisional, under 1% estimated/);
});

test("the page of a settled week does not change with the time of the data", () => {
  const later = buildDocuments();
  later.manifest.data_until = "2025-10-15T00:00:00Z";
  const select = (documents) => {
    const site = buildSite(documents);
    return JSON.stringify(selectWeek(site, site.weeks[0]).week);
  };
  assert.equal(select(later), select(buildDocuments()));
});

test("corrections are listed with what was first published, and nothing stands where there are none", () => {
  const correction = {week: "2025-W40", published_until: "", published_rank: 2, published_downloads: 9000};
  const corrections = [
    {...correction, anilist_id: 1, title: "Ace", rank: 1, downloads: 10_000},
    {...correction, anilist_id: 9, title: null, rank: null, downloads: 0},
  ];
  const page = drawWeek(buildSite(buildDocuments({corrections})), 0);
  assert.match(textOf(page, "corrections"), /Ace#2, 9,000#1, 10,000AniList 9, not counted any more#2, 9,000not ranked/);
  assert.match(textOf(page, "facts"), /Corrected since2 numbers/);
  assert.equal(textOf(drawWeek(buildSite(buildDocuments()), 0), "corrections"), "");
});

test("records are numbers and sentences, their titles linked", () => {
  const documents = buildDocuments();
  const holder = {anilist_id: 1, title: "Ace", rival_id: 2, rival_title: "Best"};
  documents.weeks[1].records = [
    {
      kind: "closest_first",
      unit: "basis_points",
      change: "set",
      value: 252,
      holders: [holder],
      former: null,
      text: "Ace over Best",
    },
    {kind: "biggest_fall", unit: "ranks", change: "set", value: 6, holders: [holder], former: null, text: "Ace fell"},
  ];
  const page = drawWeek(buildSite(documents), 1);
  const records = [...page.document.querySelectorAll("#records li")];
  assert.deepEqual(
    records.map((record) => record.querySelector("b").textContent),
    ["2.5%", "−6"],
  );
  assert.equal(records[0].querySelectorAll("a").length, 2);
  assert.equal(textOf(drawWeek(buildSite(buildDocuments()), 0), "records"), "");
});

test("while a season is young, the one before is a click away; later it is not", () => {
  const documents = buildDocuments();
  documents.seasons.seasons.unshift({
    ...documents.seasons.seasons[0],
    slug: "summer-2025",
    season: "Summer 2025",
    settled: true,
  });
  for (const map of ["rankings", "seasonShows", "groups"])
    documents[map].set("summer-2025", documents[map].get("fall-2025"));
  const link = (site) => drawFront(site).document.querySelector("#other-season a");
  const site = buildSite(documents);
  assert.equal(link(site).textContent, "Summer 2025's final chart →");
  assert.equal(link(site).getAttribute("href"), "./season/summer-2025/");
  assert.equal(link({...site, week: site.weeks[2]}), null);
});

test("all weeks stand by season, newest first", () => {
  const {document} = drawWeeks(buildSite(buildDocuments()));
  const items = [...document.querySelectorAll("#weeks li")].map(({textContent}) => textContent);
  assert.match(items[0], /^13–19 October 2025 week 3Ace leads this week so far #1 Ace23,700 downloads so far$/);
  assert.match(items[1], /^6–12 October 2025 week 2Ace is #1 for the 2nd week in a row #1 Ace26,700 downloads \(prov/);
  assert.equal(document.querySelector("#weeks h2 a").getAttribute("href"), "../season/fall-2025/");
});
