// The one step over the built HTML.

import assert from "node:assert/strict";
import {mkdirSync, mkdtempSync, readFileSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {test} from "node:test";
import {JSDOM} from "jsdom";
import "../../scripts/document.js";
import {SCHEMA} from "../fixtures/schema.js";
import {buildSite, postprocess, postprocessPage} from "../../scripts/postprocess.js";

const UNTIL = "2026-01-20T11:57:01Z";
const HOSTILE = [
  "<img src=x onerror=alert(1)>",
  "</script><script>",
  "${globalThis.x=1}",
  "a `backtick`",
  "--- title: no",
  "[a](javascript:1)",
  '"><svg onload=alert(1)>',
];

const ranking = (title, index) => ({
  anilist_id: index + 1,
  rank: index + 1,
  downloads: 1000 - index,
  downloads_estimated: 0,
  title,
  title_romaji: title,
  previous_rank: null,
  peak_rank: index + 1,
  weeks_on_chart: 1,
});

const summary = (title, index) => ({
  anilist_id: index + 1,
  title,
  title_romaji: title,
  title_english: title,
  title_native: null,
  format: "TV",
  status: "FINISHED",
  episodes: 12,
  start_date: "2025-10-04",
  end_date: null,
  poster: null,
  color: null,
  url: `https://anilist.co/anime/${index + 1}`,
  continuing: false,
  last_day: "2026-01-25",
  downloads: 1000 - index,
  downloads_estimated: 0,
  season_downloads: 1000 - index,
  season_downloads_estimated: 0,
  daily_average: 10,
  weekly_average: 70,
  seasonal_rank: index + 1,
  rank_is_final: true,
  episode_totals: [
    {episode: 1, first_date: "2025-10-04", last_date: "2025-10-10", downloads: 1000 - index, downloads_estimated: 0},
  ],
  excluded: [],
});

const tally = {torrents: 1, downloads: 1};
const SITE = buildSite({
  schema: SCHEMA,
  manifest: {data_until: UNTIL, files: []},
  rankings: {
    season: "Fall 2025",
    data_until: UNTIL,
    weeks: [{week: "2025-W40", start_date: "2025-09-29", complete: true, rankings: HOSTILE.map(ranking)}],
  },
  shows: {season: "Fall 2025", data_until: UNTIL, shows: HOSTILE.map(summary)},
  report: {
    season: "Fall 2025",
    data_until: UNTIL,
    synthetic: true,
    all: tally,
    counted: tally,
    excluded: {},
    match_rate: {matched: tally, to_be_matched: tally, by_torrents: 1, by_downloads: 1},
    unmatched_titles: [],
    match_methods: {exact: tally},
    match_margins: [{min_margins: null, ...tally}],
    audit: null,
    offsets: [],
    unranked: [],
    missing_shows: [],
    skipped_shows: 0,
    anilist_stale_since: null,
    rejected_torrents: {},
    rejected_scrapes: {},
    count_drops: 0,
    resets: 0,
    zero_dropouts: 0,
    example: null,
  },
});

/** A page as Framework builds it, with the slots of `src/<source>`. */
function built(source) {
  const slots = readFileSync(new URL(`../../src/${source}`, import.meta.url), "utf8").matchAll(/data-slot="([\w-]+)"/g);
  const places = ["notice", ...[...slots].map(([, name]) => name)].map((name) => `<div data-slot="${name}"></div>`);
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">
<title>nyaastats</title>
<script type="module">import "./client.js";</script>
</head>
<body>${places.join("")}</body>
</html>`;
}

const PAGES = {
  index: "index.md",
  about: "about.md",
  404: "404.md",
  ...Object.fromEntries(HOSTILE.map((_, index) => [`show/${index + 1}`, "show/[id].md"])),
};

for (const [name, source] of Object.entries(PAGES)) {
  test(`${name}: corrected, filled, described in its head, and no title became markup`, () => {
    const markup = postprocessPage(built(source), name, SITE);
    const {document} = new JSDOM(markup).window;
    assert.equal(document.documentElement.lang, "en");
    assert.equal(document.querySelector("meta[name=viewport]").content, "width=device-width, initial-scale=1");
    assert.equal(document.querySelectorAll("script").length, 1);
    assert.equal(
      document.querySelectorAll("[onerror], [onload], img[src=x], [style], [href^='javascript:']").length,
      0,
    );
    assert.match(document.body.textContent, /Made-up numbers/);
    assert.ok(document.querySelector("meta[name=description]").content.length > 10);
    assert.ok(document.title.endsWith(" | nyaastats"));
  });
}

test("a show's name stands in its title, its description and its heading as it is", () => {
  HOSTILE.forEach((title, index) => {
    const {document} = new JSDOM(postprocessPage(built("show/[id].md"), `show/${index + 1}`, SITE)).window;
    assert.equal(document.title, `${title} | nyaastats`);
    assert.equal(document.querySelector("meta[property='og:title']").content, title);
    assert.equal(document.querySelector("h1").textContent.trim(), title);
    assert.ok(document.querySelector("meta[name=description]").content.includes(title));
  });
});

test("real numbers carry no notice", () => {
  const real = {...SITE, report: {...SITE.report, synthetic: false}};
  assert.ok(!postprocessPage(built("index.md"), "index", real).includes("Made-up"));
});

test("where <base> leads elsewhere a heading is no link to itself", () => {
  const heading = '<h1 id="no"><a class="observablehq-header-anchor" href="#no">No such <b>page</b></a></h1>';
  const page = built("404.md").replace("<head>", '<head><base href="/">').replace("</body>", `${heading}</body>`);
  assert.ok(postprocessPage(page, "404", SITE).includes('<h1 id="no">No such <b>page</b></h1>'));
  assert.ok(
    postprocessPage(built("about.md").replace("</body>", `${heading}</body>`), "about", SITE).includes(heading),
  );
});

test("the policy stands before anything that could run, and no link to another origin is in the head", () => {
  const {document} = new JSDOM(postprocessPage(built("index.md"), "index", SITE)).window;
  const policy = document.querySelector("meta[http-equiv='Content-Security-Policy']");
  assert.equal(document.head.children[1], policy);
  assert.ok(![...document.head.children].some((element) => /https?:/.test(element.outerHTML)));
});

test("a page or a slot that nobody fills is an error that names it", () => {
  assert.throws(() => postprocessPage(built("index.md"), "show/999999", SITE), /"show\/999999"/);
  const stray = built("index.md").replace("</body>", '<div data-slot="stray"></div></body>');
  assert.throws(() => postprocessPage(stray, "index", SITE), /"stray"/);
});

test("every page of a folder is finished", () => {
  const dist = mkdtempSync(join(tmpdir(), "nyaastats-"));
  mkdirSync(join(dist, "show"));
  writeFileSync(join(dist, "index.html"), built("index.md"));
  writeFileSync(join(dist, "show/1.html"), built("show/[id].md"));
  assert.equal(postprocess(dist, SITE), 2);
  assert.match(readFileSync(join(dist, "show/1.html"), "utf8"), /lang="en"/);
});
