// The feed is valid Atom, says of a week what the week was, and never says it differently later.

import assert from "node:assert/strict";
import test from "node:test";
import {JSDOM} from "jsdom";
import {buildFeed} from "../../scripts/feed.js";
import {formatWeek} from "../../src/components/lib/format.js";
import {buildSeason} from "../../src/components/lib/season.js";

const ATOM = "http://www.w3.org/2005/Atom";
const HOSTILE = [
  "<img src=x onerror=alert(1)>",
  "</script><script>alert(1)</script>",
  "]]><entry/>",
  "${globalThis.x=1}",
  "a `backtick` & an &amp; ampersand",
  "---",
  "[a](javascript:1)",
  "'\"quotes\"'",
  "進撃の巨人 🌊",
  "x".repeat(200),
];

const parsed = (xml) => {
  const {document} = new JSDOM(xml, {contentType: "application/xml"}).window;
  return document.documentElement;
};
const children = (element, name) => [...element.children].filter((child) => child.localName === name);
const text = (element, name) => children(element, name)[0].textContent;
const href = (element, rel) =>
  children(element, "link")
    .find((link) => link.getAttribute("rel") === rel)
    ?.getAttribute("href");
const entries = (xml) => children(parsed(xml), "entry");

const START = Date.parse("2025-09-29");
const WEEK = 7 * 86_400_000;

function generator(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A made-up `rankings.json`; the last week is still running. */
function syntheticRankings(seed, {weeks = 6, shows = 40} = {}) {
  const below = generator(seed);
  const seen = new Map();
  let before = new Map();
  const chart = Array.from({length: weeks}, (_, i) => {
    const ids = Array.from({length: shows}, (__, n) => n + 1).filter(() => below(10) < 8);
    const order = ids
      .map((id) => ({id, downloads: 1 + below(9000)}))
      .sort((a, b) => b.downloads - a.downloads || a.id - b.id);
    const rankings = order.map(({id, downloads}, at) => {
      seen.set(id, (seen.get(id) ?? 0) + 1);
      return {
        anilist_id: id,
        title: id <= HOSTILE.length ? HOSTILE[id - 1] : `Show ${id}`,
        title_romaji: `Romaji ${id}`,
        rank: at + 1,
        downloads,
        downloads_estimated: 0,
        previous_rank: before.get(id) ?? null,
        peak_rank: 1,
        weeks_on_chart: seen.get(id),
      };
    });
    before = new Map(rankings.map((row) => [row.anilist_id, row.rank]));
    return {
      week: `2025-W${40 + i}`,
      start_date: new Date(START + i * WEEK).toISOString().slice(0, 10),
      complete: i < weeks - 1,
      settled: i < weeks - 1,
      rankings,
    };
  });
  return {season: "Fall 2025", data_until: "2025-11-06T11:57:01Z", weeks: chart};
}

/** The feed of a published `rankings.json`. */
const feedOf = (rankings, options) => buildFeed(buildSeason(rankings, {shows: []}), options);

const table = (rows) => ({
  season: "Fall 2025",
  data_until: "2025-11-06T11:57:01Z",
  weeks: [{week: "2025-W41", start_date: "2025-10-06", complete: true, settled: true, rankings: rows}],
});
const row = (rank, previous, weeks = 2, id = rank) => ({
  anilist_id: id,
  title: `Show ${id}`,
  title_romaji: `Show ${id}`,
  rank,
  downloads: 1000 - rank,
  downloads_estimated: 0,
  previous_rank: previous,
  peak_rank: rank,
  weeks_on_chart: weeks,
});
const paragraphs = (xml) => [...entries(xml)[0].getElementsByTagName("p")].map((p) => p.textContent);

test("has what RFC 4287 asks for, once each", () => {
  for (const siteUrl of [null, "https://example.org/nyaastats/"]) {
    const root = parsed(feedOf(syntheticRankings(1), {siteUrl}));
    assert.equal(root.localName, "feed");
    assert.equal(root.namespaceURI, ATOM);
    for (const element of [root, ...children(root, "entry")]) {
      for (const name of ["id", "title", "updated"]) assert.equal(children(element, name).length, 1, name);
      assert.match(text(element, "updated"), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      assert.match(text(element, "id"), /^tag:[a-z0-9.-]+,2025:fall-2025(\/2025-W\d\d)?$/);
    }
    assert.equal(text(children(root, "author")[0], "name"), "nyaastats");
  }
});

test("finished weeks only, newest first, each with its own id", () => {
  const list = entries(feedOf(syntheticRankings(2)));
  const ids = list.map((entry) => text(entry, "id"));
  assert.deepEqual(
    ids,
    [44, 43, 42, 41, 40].map((week) => `tag:nyaastats.invalid,2025:fall-2025/2025-W${week}`),
  );
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(text(list.at(-1), "updated"), "2025-10-06T00:00:00Z");
  assert.equal(text(parsed(feedOf(syntheticRankings(2))), "updated"), text(list[0], "updated"));
});

test("a week's entry stays as it is when later weeks come", () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const whole = syntheticRankings(seed);
    const early = {...whole, weeks: whole.weeks.slice(0, 4), data_until: "2025-10-27T00:00:00Z"};
    const [later, before] = [whole, early].map((rankings) => entries(feedOf(rankings)).map((entry) => entry.outerHTML));
    assert.equal(before.length, 4);
    assert.deepEqual(later.slice(-4), before);
  }
});

test("a provisional week's entry says so, and is new with every run; a settled one is as old as its week", () => {
  const rows = [{...row(1, 1), downloads: 100, downloads_estimated: 6}];
  const openWeek = {...table(rows).weeks[0], settled: false};
  const runs = ["2025-10-13T06:00:00Z", "2025-10-14T06:00:00Z"];
  for (const until of runs) {
    const root = parsed(feedOf({...table(rows), weeks: [openWeek], data_until: until}));
    const [entry] = children(root, "entry");
    assert.equal(
      text(entry, "title"),
      "Fall 2025, 6–12 October 2025 (week 1) (provisional, 6% estimated): Show 1 leads",
    );
    assert.match(text(entry, "content"), /Not settled yet: provisional, 6% estimated\./);
    assert.deepEqual([text(entry, "updated"), text(root, "updated")], [until, until]);
  }
  const settled = entries(feedOf(table(rows)))[0];
  assert.equal(text(settled, "updated"), "2025-10-13T00:00:00Z");
  assert.doesNotMatch(settled.textContent, /provisional/);
});

test("the feed is as new as its newest entry, also when an older week is the open one", () => {
  const weeks = syntheticRankings(3).weeks.slice(0, 3);
  weeks[1] = {...weeks[1], settled: false};
  const root = parsed(feedOf({...table([]), weeks}));
  assert.equal(text(root, "updated"), "2025-11-06T11:57:01Z");
});

test("shows with as many downloads share the lead", () => {
  const tied = (many) => table(Array.from({length: many}, (_, i) => ({...row(i + 1, null), downloads: 7})));
  const lead = (many) => text(entries(feedOf(tied(many)))[0], "title").split(": ")[1];
  assert.equal(lead(2), "Show 1 and Show 2 are tied at #1");
  assert.equal(lead(5), "5 shows are tied at #1");
});

test("top ten: rank is the place in the list, downloads as published", () => {
  const rankings = syntheticRankings(3);
  entries(feedOf(rankings)).forEach((entry, i) => {
    const week = rankings.weeks.at(-2 - i);
    const items = [...entry.getElementsByTagName("li")].map((item) => item.textContent);
    const downloads = (number) => `${number.toLocaleString("en-GB")} ${number === 1 ? "download" : "downloads"}`;
    assert.deepEqual(
      items,
      week.rankings.slice(0, 10).map(({title, downloads: number}) => `${title} ${downloads(number)}`),
    );
    assert.equal(
      text(entry, "title"),
      `Fall 2025, ${formatWeek({...week, number: 5 - i})}: ${week.rankings[0].title} leads`,
    );
  });
});

test("movers", () => {
  const cases = [
    {name: "nobody moved", rows: [row(1, 1), row(2, 2)], says: []},
    {
      name: "two changed places",
      rows: [row(1, 2), row(2, 1)],
      says: ["Climbed: Show 1 (up 1 to rank 1)", "Fell: Show 2 (down 1 to rank 2)"],
    },
    {name: "a newcomer", rows: [row(1, 1), row(2, null, 1)], says: ["New: Show 2 (rank 2)"]},
    {name: "one that came back is not new", rows: [row(1, 1), row(2, null, 3)], says: []},
    {name: "in the first week all would be new", rows: [row(1, null, 1), row(2, null, 1)], says: []},
    {name: "far down nobody climbs", rows: [row(1, 1), row(30, 60), row(40, null, 1)], says: []},
    {name: "out of the top is a fall", rows: [row(1, 1), row(30, 5)], says: ["Fell: Show 30 (down 25 to rank 30)"]},
    {
      name: "the three largest",
      rows: [row(1, 2), row(2, 9), row(3, 4), row(4, 10), row(5, 9)],
      says: ["Climbed: Show 2 (up 7 to rank 2), Show 4 (up 6 to rank 4), Show 5 (up 4 to rank 5)"],
    },
  ];
  for (const {name, rows, says} of cases) assert.deepEqual(paragraphs(feedOf(table(rows))), says, name);
});

test("links are relative until a site says where it stands", () => {
  const [relative, absolute] = [null, "https://example.org/sub/"].map((siteUrl) =>
    parsed(feedOf(syntheticRankings(4), {siteUrl})),
  );
  assert.equal(href(relative, "self"), undefined);
  assert.equal(href(relative, "alternate"), "./");
  assert.equal(href(children(relative, "entry")[0], "alternate"), "./week/2025-W44/");
  assert.equal(href(absolute, "self"), "https://example.org/sub/feed.xml");
  assert.equal(href(children(absolute, "entry")[0], "alternate"), "https://example.org/sub/week/2025-W44/");
  assert.equal(text(absolute, "id"), "tag:example.org,2025:fall-2025");
  for (const a of absolute.getElementsByTagName("a"))
    assert.match(a.getAttribute("href"), /^https:\/\/example\.org\/sub\/show\/\d+\/$/);
  for (const a of relative.getElementsByTagName("a")) assert.match(a.getAttribute("href"), /^\.\/show\/\d+\/$/);
});

test("titles stay text, and what XML cannot hold is replaced", () => {
  const titles = [...HOSTILE, "bell \u0007, nul \u0000, half \uD800 a pair", "\uFFFE"];
  const rows = titles.map((title, i) => ({...row(i + 1, i + 1), title}));
  const xml = feedOf(table(rows.slice(-10)));
  const shown = [...entries(xml)[0].getElementsByTagName("a")].map((a) => a.textContent);
  const feedTitles = rows.slice(-10).map(({title}) => title.replace(/[\u0000\u0007\uD800\uFFFE]/g, "\u{FFFD}")); // eslint-disable-line no-control-regex
  assert.deepEqual(shown, feedTitles);
  for (const title of titles) {
    const entry = entries(feedOf(table([{...row(1, 1), title}])))[0];
    assert.deepEqual([...new Set([...entry.querySelectorAll("*")].map((element) => element.localName))].sort(), [
      "a",
      "content",
      "div",
      "id",
      "li",
      "link",
      "ol",
      "title",
      "updated",
    ]);
  }
});

test("made-up numbers say so in every entry", () => {
  for (const entry of entries(feedOf(syntheticRankings(5), {synthetic: true})))
    assert.match(entry.textContent, /Made-up numbers\./);
  assert.match(text(parsed(feedOf(syntheticRankings(5), {synthetic: true})), "title"), /made-up/);
  assert.doesNotMatch(feedOf(syntheticRankings(5)), /made-up/i);
});

test("a season without a finished week is a valid feed", () => {
  for (const weeks of [[], [{...table([row(1, 1)]).weeks[0], complete: false, settled: false}]]) {
    const root = parsed(feedOf({...table([]), weeks}));
    assert.equal(text(root, "updated"), "2025-11-06T11:57:01Z");
    assert.equal(children(root, "entry").length, 0);
  }
  assert.equal(
    text(entries(feedOf(table([])))[0], "title"),
    "Fall 2025, 6–12 October 2025 (week 1): no show is ranked",
  );
});
