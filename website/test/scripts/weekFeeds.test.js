// The feeds are valid, say of a week what was first published of it, and keep their entries' ids.

import assert from "node:assert/strict";
import test from "node:test";
import {JSDOM} from "jsdom";
import {listWeekFeeds} from "../../scripts/feeds/weekFeeds.js";
import {buildSite} from "../../scripts/site.js";
import {toXmlText} from "../../scripts/xml.js";
import {formatCount} from "../../src/components/lib/format.js";
import {buildDocuments, UNTIL} from "../fixtures/documents.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";
import {buildRandomDocuments} from "../fixtures/randomWeeks.js";

const ATOM = "http://www.w3.org/2005/Atom";
const URL = "https://example.org/nyaastats/";

/** Both feeds of documents: `{atom, json}`, read. */
function read(data, options = {}) {
  const files = new Map(listWeekFeeds(buildSite(data, options)));
  const {document} = new JSDOM(files.get("feed.xml"), {contentType: "application/xml"}).window;
  return {atom: document.documentElement, json: JSON.parse(files.get("feed.json")), text: files.get("feed.xml")};
}

const children = (element, name) => [...element.children].filter((child) => child.localName === name);
const textOf = (element, name) => children(element, name)[0]?.textContent;
const entriesOf = (data, options) => children(read(data, options).atom, "entry");
const href = (element, rel) =>
  children(element, "link")
    .find((link) => link.getAttribute("rel") === rel)
    ?.getAttribute("href");

/** Of another week of the year, in two seasons: 29 December 2025. */
function inTwoSeasons(data) {
  const [entry] = data.seasons.seasons;
  data.seasons.seasons.push({...entry, slug: "winter-2026", season: "Winter 2026"});
  data.seasons.current = "winter-2026";
  for (const name of ["rankings", "seasonShows", "groups"]) data[name].set("winter-2026", data[name].get("fall-2025"));
  data.weeks[1].seasons = ["fall-2025", "winter-2026"];
  return data;
}

test("Atom has what RFC 4287 asks for, once each", () => {
  for (const siteUrl of [null, URL]) {
    const {atom} = read(buildDocuments(), {siteUrl});
    assert.equal(atom.namespaceURI, ATOM);
    for (const element of [atom, ...children(atom, "entry")]) {
      for (const name of ["id", "title", "updated"]) assert.equal(children(element, name).length, 1, name);
      assert.match(textOf(element, "updated"), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    }
    assert.equal(textOf(children(atom, "author")[0], "name"), "nyaastats");
  }
});

test("JSON Feed has what version 1.1 asks for, and the same entries", () => {
  const {atom, json} = read(buildDocuments(), {siteUrl: URL});
  assert.equal(json.version, "https://jsonfeed.org/version/1.1");
  assert.equal(json.feed_url, `${URL}feed.json`);
  const entries = children(atom, "entry");
  assert.deepEqual(
    json.items.map(({id, title, date_published: published, date_modified: updated, url}) => [
      id,
      title,
      published,
      updated,
      url,
    ]),
    entries.map((entry) => [
      ...["id", "title", "published", "updated"].map((name) => textOf(entry, name)),
      href(entry, "alternate"),
    ]),
  );
  for (const [i, {content_html: content}] of json.items.entries()) {
    const {body} = new JSDOM(content).window.document;
    assert.equal(body.textContent, textOf(entries[i], "content"));
  }
});

test("an id is the newest season of its week and the week: as it was in the feed of that season alone", () => {
  const ids = (data, options) => entriesOf(data, options).map((entry) => textOf(entry, "id"));
  assert.deepEqual(ids(buildDocuments()), [
    "tag:nyaastats.invalid,2025:fall-2025/2025-W41",
    "tag:nyaastats.invalid,2025:fall-2025/2025-W40",
  ]);
  assert.deepEqual(ids(inTwoSeasons(buildDocuments()), {siteUrl: URL}), [
    "tag:example.org,2025:winter-2026/2025-W41",
    "tag:example.org,2025:fall-2025/2025-W40",
  ]);
});

test("finished weeks of all seasons only, newest first, named by their dates and not by numbers of weeks", () => {
  const titles = entriesOf(inTwoSeasons(buildDocuments())).map((entry) => textOf(entry, "title"));
  assert.deepEqual(titles, [
    "6–12 October 2025 (provisional, under 1% estimated): Ace is #1 for the 2nd week in a row",
    "29 September – 5 October 2025: Ace is #1",
  ]);
});

test("a provisional week's entry says so and is as old as the data; a settled one is as old as its week", () => {
  const [open, settled] = entriesOf(buildDocuments());
  assert.match(textOf(open, "content"), /Not settled yet: provisional, under 1% estimated\./);
  assert.deepEqual([textOf(open, "published"), textOf(open, "updated")], ["2025-10-13T00:00:00Z", UNTIL]);
  assert.doesNotMatch(settled.textContent, /provisional|Not settled/);
  assert.deepEqual(
    [textOf(settled, "published"), textOf(settled, "updated")],
    ["2025-10-06T00:00:00Z", "2025-10-06T00:00:00Z"],
  );
  assert.equal(textOf(read(buildDocuments()).atom, "updated"), UNTIL);
});

test("a week's entry stays as it is when later weeks come", () => {
  const [whole, early] = [buildDocuments(), buildDocuments()];
  early.weeks = early.weeks.slice(0, 1);
  assert.equal(entriesOf(early)[0].outerHTML, entriesOf(whole).at(-1).outerHTML);
});

const CORRECTION = {
  week: "2025-W40",
  anilist_id: 1,
  title: "Ace",
  published_until: "2025-10-06T05:00:00Z",
  published_rank: 2,
  rank: 1,
  published_downloads: 9850,
  downloads: 10_000,
};

test("a corrected week has the numbers as first published, a line of what changed, and a new time", () => {
  const second = {
    ...CORRECTION,
    anilist_id: 2,
    title: "Best",
    published_rank: 1,
    rank: 2,
    published_downloads: 9900,
    downloads: 9900,
  };
  const [, entry] = entriesOf(buildDocuments({corrections: [CORRECTION, second]}));
  const items = [...entry.getElementsByTagName("li")].map((item) => item.textContent);
  assert.deepEqual(items, ["Best 9,900 downloads", "Ace 9,850 downloads", "Cat 9,800 downloads"]);
  assert.match(
    textOf(entry, "content"),
    /Corrected since: Ace 9,850 → 10,000 downloads, #2 → #1; Best 9,900 → 9,900 downloads, #1 → #2\./,
  );
  assert.equal(textOf(entry, "published"), "2025-10-06T00:00:00Z");
  assert.equal(textOf(entry, "updated"), "2025-10-13T00:00:00Z");
});

test("a show that came or went since is out of or in the chart as first published", () => {
  const came = {...CORRECTION, published_rank: null, published_downloads: 0};
  const went = {
    ...CORRECTION,
    anilist_id: 9,
    title: "Gone",
    published_rank: 3,
    rank: null,
    downloads: 0,
    published_downloads: 50,
  };
  const lost = {...went, anilist_id: 10, title: null, published_rank: 4};
  const [, entry] = entriesOf(buildDocuments({corrections: [came, went, lost]}));
  const items = [...entry.getElementsByTagName("li")].map((item) => item.textContent);
  assert.deepEqual(items, ["Best 9,900 downloads", "Cat 9,800 downloads", "Gone 50 downloads"]);
  assert.match(textOf(entry, "content"), /Ace 0 → 10,000 downloads, not ranked → #1/);
  assert.match(textOf(entry, "content"), /a show that is not counted any more 50 → 0 downloads, #4 → not ranked/);
});

for (const seed of [1, 2, 3]) {
  test(`top ten and movers are those of the week's document, by downloads (seed ${seed})`, () => {
    const data = buildRandomDocuments(seed);
    const [entry] = entriesOf(data);
    const {rows} = data.weeks[1];
    const items = [...entry.getElementsByTagName("li")].map((item) => item.textContent);
    assert.deepEqual(
      items,
      rows.slice(0, 10).map(({title, downloads}) => `${title} ${formatCount(downloads)} downloads`),
    );
    const changes = rows.map((row) => ({...row, change: row.downloads - row.previous_downloads}));
    const [best] = changes.toSorted((a, b) => b.change - a.change);
    const step = best.rank === best.previous_rank ? `#${best.rank}` : `#${best.previous_rank} → #${best.rank}`;
    assert.ok(textOf(entry, "content").includes(`Up: ${best.title} (+${formatCount(best.change)}, ${step})`));
    assert.ok(!textOf(entriesOf(data).at(-1), "content").includes("Up:"));
  });
}

test("links and pictures are absolute with the site's address, relative and without a picture until then", () => {
  const [relative, absolute] = [null, URL].map((siteUrl) => read(buildDocuments(), {siteUrl}).atom);
  assert.equal(href(relative, "self"), undefined);
  assert.equal(href(children(relative, "entry")[0], "alternate"), "./week/2025-W41/");
  assert.equal(relative.getElementsByTagName("img").length, 0);
  assert.equal(href(absolute, "self"), `${URL}feed.xml`);
  assert.equal(href(children(absolute, "entry")[0], "alternate"), `${URL}week/2025-W41/`);
  const [image] = absolute.getElementsByTagName("img");
  assert.match(
    image.getAttribute("src"),
    /^https:\/\/example\.org\/nyaastats\/picture\/week\/2025-W41-[0-9a-f]{10}\.png$/,
  );
  assert.ok(image.getAttribute("alt").length > 20);
  for (const [feed, root] of [
    [relative, "./"],
    [absolute, URL],
  ]) {
    for (const a of feed.getElementsByTagName("a")) assert.ok(a.getAttribute("href").startsWith(`${root}show/`));
  }
  assert.match(read(buildDocuments(), {siteUrl: URL}).json.items[0].image, /^https:.*\.png$/);
});

test("titles stay text, and what XML cannot hold is replaced", () => {
  const titles = [
    ...HOSTILE,
    "]]><entry/>",
    "a & b &amp; c",
    "進撃の巨人 🌊",
    "x".repeat(200),
    "nul \u0000, half \uD800 a pair",
  ];
  const {atom, json} = read(buildDocuments({titles}), {siteUrl: URL});
  const [entry] = children(atom, "entry");
  const shown = [...entry.getElementsByTagName("li")].map((item) => item.getElementsByTagName("a")[0].textContent);
  assert.deepEqual(shown, titles.slice(0, 10).map(toXmlText));
  const names = new Set([...entry.querySelectorAll("*")].map((element) => element.localName));
  const allowed = "id title published updated link summary content div p strong img ol li a".split(" ");
  assert.deepEqual(
    [...names].filter((name) => !allowed.includes(name)),
    [],
  );
  const {body} = new JSDOM(json.items[0].content_html).window.document;
  assert.equal(body.querySelectorAll("script, [onerror]").length, 0);
});

test("a week's recap is in its entry, with its titles as links", () => {
  const data = buildDocuments();
  data.weeks[0].recap = [
    {
      text: "Ace is far ahead of Best.",
      shows: [
        {anilist_id: 1, title: "Ace"},
        {anilist_id: 2, title: "Best"},
      ],
    },
  ];
  const [, entry] = entriesOf(data);
  const paragraph = [...entry.getElementsByTagName("p")].find((p) => p.textContent === "Ace is far ahead of Best.");
  assert.equal(paragraph.getElementsByTagName("a").length, 2);
});

test("made-up numbers say so in the title and in every entry", () => {
  for (const entry of entriesOf(buildDocuments())) assert.match(entry.textContent, /Made-up numbers\./);
  assert.match(textOf(read(buildDocuments()).atom, "title"), /made-up/);
  const data = buildDocuments();
  assert.doesNotMatch(read({...data, report: {...data.report, synthetic: false}}).text, /made-up/i);
});

test("the newest 30 weeks at most; without a finished week a valid feed", () => {
  const data = buildDocuments();
  const [week] = data.weeks;
  data.weeks = Array.from({length: 40}, (_, i) => ({...week, week: `2024-W${i + 10}`}));
  const ids = entriesOf(data).map((entry) => textOf(entry, "id").split("/").at(-1));
  assert.equal(ids.length, 30);
  assert.deepEqual([ids[0], ids.at(-1)], ["2024-W49", "2024-W20"]);
  data.weeks = [{...week, complete: false}];
  const {atom, json} = read(data);
  assert.equal(textOf(atom, "updated"), UNTIL);
  assert.deepEqual([children(atom, "entry").length, json.items.length], [0, 0]);
});
