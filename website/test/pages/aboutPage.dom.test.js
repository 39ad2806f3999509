// The about page says what the report says, and titles in it stay text.

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import test from "node:test";
import "../fixtures/document.js";
import {CountsToDays} from "../../src/components/about/CountsToDays.js";
import {MatchRate} from "../../src/components/about/MatchRate.js";
import {FirstEditions} from "../../src/components/about/FirstEditions.js";
import {MatchScore} from "../../src/components/about/MatchScore.js";
import {listReasons} from "../../src/components/about/schema.js";
import {WorkedExample} from "../../src/components/about/WorkedExample.js";
import {ScraperGaps} from "../../src/components/about/ScraperGaps.js";
import {aboutPage, selectAbout} from "../../src/pages/aboutPage.js";
import {SCHEMA} from "../fixtures/schema.js";

const HOSTILE = "</script><img src=x onerror=alert(1)> ${globalThis.x=1} `---` [a](javascript:1)";

const REPORT = {
  season: "Fall 2025",
  data_until: "2026-01-20T11:57:01Z",
  synthetic: false,
  attribution: "interval",
  shows: 2,
  all: {torrents: 1234, downloads: 9999},
  counted: {torrents: 1200, downloads: 9000},
  excluded: {batch: {torrents: 30, downloads: 900}, unmatched: {torrents: 4, downloads: 99}},
  match_rate: {
    matched: {torrents: 1200, downloads: 9000},
    to_be_matched: {torrents: 1204, downloads: 9099},
    by_torrents: 0.996678,
    by_downloads: 0.98912,
  },
  match_methods: {exact: {torrents: 1199, downloads: 8100}, manual_override: {torrents: 1, downloads: 900}},
  match_margins: [
    {min_margins: 1, torrents: 2, downloads: 45},
    {min_margins: 2, torrents: 8, downloads: 855},
    {min_margins: 4, torrents: 0, downloads: 0},
    {min_margins: null, torrents: 1190, downloads: 8100},
  ],
  audit: null,
  unmatched_titles: [{title: HOSTILE, torrents: 4, downloads: 99, example: "x", why: "no show has a title like it"}],
  missing_shows: [],
  rejected_torrents: {broken_json: 1},
  rejected_scrapes: {bad_count: 5, orphan: 2},
  zero_dropouts: 38,
  spikes: 0,
  in_doubt: 0,
  tracker_restarts: 0,
  not_begun: 0,
  decay_torrents: 900,
  tail_torrents: 50,
  tail_downloads: 1234,
  overdue_torrents: 0,
  count_drops: 1,
  resets: 11,
  skipped_shows: 0,
  anilist_stale_since: null,
  example: null,
};

const EXAMPLE = {
  name: `[SubsPlease] ${HOSTILE} - 38 (1080p)`,
  published: "2025-10-04T16:31:00Z",
  infohash: "a".repeat(40),
  titles: ["SPY x FAMILY", HOSTILE],
  group: "SubsPlease",
  number: 38,
  resolution: "1080p",
  anilist_id: 177937,
  title: `SPY x FAMILY Season 3 ${HOSTILE}`,
  episode: 1,
  method: "exact",
  score: 115.4,
  parts: [
    {name: "title", points: 100, why: "exact"},
    {name: "date", points: -4.6, why: HOSTILE},
    {name: "season", points: 0, why: "none stated"},
  ],
  scrapes: [
    {time: "2025-10-04T17:00:00Z", downloads: 120},
    {time: "2025-10-04T18:00:00Z", downloads: 1300},
  ],
  days: [
    {date: "2025-10-04", downloads: 5000},
    {date: "2025-10-05", downloads: 2500},
  ],
  downloads: 12345,
  first_day: {date: "2025-10-04", torrents: 5, downloads: 20000},
  week: {week: "2025-W40", rank: 1, downloads: 74131},
};

const MANIFEST = {
  data_until: REPORT.data_until,
  files: [{name: "episodes.parquet", rows: 3, sha256: "", size: 469700}],
};

const START = "2025-09-29";
const REASONS = listReasons(SCHEMA);
const SITE = {
  report: REPORT,
  manifest: MANIFEST,
  schema: SCHEMA,
  exampleStart: START,
  reasons: REASONS,
  gaps: [],
};

const rows = (element) =>
  [...element.querySelectorAll("tr")].map((row) => [...row.cells].map((cell) => cell.textContent));
const says = (element, words) => assert.ok(element.textContent.includes(words), `${words}: ${element.textContent}`);

test("each rate stands beside what it is of", () => {
  const figures = [...MatchRate(REPORT, REASONS).querySelectorAll(".figures div")].map((figure) => [
    figure.querySelector("dd").textContent,
    figure.querySelector("dt").textContent,
  ]);
  assert.deepEqual(figures, [
    ["99.7%", "1,200 of 1,204 torrents matched"],
    ["98.9%", "9,000 of their 9,099 downloads"],
  ]);
});

test("what is left out adds up with what is counted", () => {
  assert.deepEqual(rows(MatchRate(REPORT, REASONS).querySelector("table")), [
    ["Why", "Torrents", "Downloads"],
    ["a batch: many episodes in one torrent", "30", "900"],
    ["no show matched with confidence", "4", "99"],
    ["Counted", "1,200", "9,000"],
    ["All", "1,234", "9,999"],
  ]);
});

test("a last day that is not published yet is a line of the sum", () => {
  const all = {torrents: 1234, downloads: 10_004};
  const table = rows(MatchRate({...REPORT, not_begun: 5, all}, REASONS).querySelector("table"));
  assert.deepEqual(table.at(3), ["downloaded on the last day, which is less than an hour old", "0", "5"]);
});

test("how counts become days is told with the run's own figures", () => {
  const text = (changes = {}) => CountsToDays({...REPORT, ...changes}).textContent;
  assert.match(text(), /measured that decay on 900 torrents that were read from the first hours on/);
  assert.match(text(), /in this run 1,234 downloads of 50 torrents\.A week is settled/);
  assert.match(text({overdue_torrents: 3}), /3 more have no such estimate/);
  assert.match(text({decay_torrents: 0}), /spread evenly.*What came in since a torrent's newest reading is not in/);
  assert.doesNotMatch(text({decay_torrents: 0}), /1,234/);
  assert.match(text({attribution: "observed"}), /count for the day of the later one, and a torrent's first count adds/);
  assert.doesNotMatch(text({attribution: "observed"}), /are spread over|1,234/);
});

test("corrected faults and methods are in words", () => {
  const element = MatchRate(REPORT, REASONS);
  says(
    element,
    "1 count drop and 11 counter resets were corrected; 38 empty replies of the tracker and 8 unreadable rows were skipped.",
  );
  says(
    element,
    "1,200 of all 1,234 torrents are counted (1,199 exact, 1 manual override): 9,000 downloads of 2 shows.",
  );
});

test("the matches are shown by method and by margin, with their share of the downloads", () => {
  const [methods, margins] = [...MatchScore(REPORT).querySelectorAll("table")].map(rows);
  assert.deepEqual(methods, [
    ["Matched", "Torrents", "Of downloads"],
    ["by an equal title", "1,199", "90%"],
    ["by a person's decision", "1", "10%"],
  ]);
  assert.deepEqual(margins, [
    ["Behind by", "Torrents", "Of downloads"],
    ["1 to 2 times the minimum: contested", "2", "0.5%"],
    ["2 to 4 times the minimum", "8", "9.5%"],
    ["4 times the minimum or more", "0", "0%"],
    ["no second show is near", "1,190", "90%"],
  ]);
});

test("what nobody downloaded has no share, and an unknown method its own name", () => {
  const nothing = {torrents: 1, downloads: 0};
  const element = MatchScore({...REPORT, match_methods: {[HOSTILE]: nothing}, match_margins: []});
  assert.deepEqual(rows(element.querySelector("tbody")), [[HOSTILE, "1", "–"]]);
});

const AUDIT = {
  judged_at: "2026-11-26T15:00:00Z",
  data_until: REPORT.data_until,
  judged: 50,
  right: 49,
  unsure: 0,
  precision: 0.98,
  low: 0.894985,
  high: 0.996463,
};

test("an audit is a sentence, and without one there is none", () => {
  const cases = [
    [
      {},
      "On 26 November 2026 a person judged 50 matches, drawn by downloads, without seeing what the matcher had chosen: 49 were right, 98% (95% interval 89.5%–99.6%).",
    ],
    [{right: 48, unsure: 1, precision: 48 / 49}, ": 48 were right and 1 could not be told, 98% (95% interval"],
    [
      {judged: 1, right: 1, precision: 1, low: 0.206549, high: 1},
      "judged 1 match, drawn by downloads, without seeing what the matcher had chosen: 1 was right, 100% (95% interval 20.7%–100%).",
    ],
  ];
  for (const [change, words] of cases) {
    const [sentence, ...others] = MatchScore({...REPORT, audit: {...AUDIT, ...change}}).querySelectorAll("p");
    says(sentence, words);
    assert.deepEqual(others, []);
  }
  assert.equal(MatchScore(REPORT).querySelector("p"), null);
});

test("how right first editions were is a sentence, also where nothing can be said", () => {
  const cases = [
    [null, "No settled week was published before."],
    [
      {weeks: 12, places: 1300, mean_revision: 0.0123, ranks_moved: 9},
      "Since 12 settled weeks were first published, the numbers of 1,300 places among the first 25 have changed by 1.2% in the mean, and 9 of them now stand at another rank.",
    ],
    [
      {weeks: 1, places: 1, mean_revision: 0, ranks_moved: 1},
      "Since 1 settled week was first published, the numbers of 1 place among the first 25 have changed by 0% in the mean, and 1 of them now stands at another rank.",
    ],
  ];
  for (const [revision, words] of cases) assert.equal(FirstEditions(revision).textContent, words);
});

const gap = (day, hours) => ({
  kind: "scraper_gap",
  at: `2025-10-${day}T14:05:00Z`,
  until: new Date(Date.parse(`2025-10-${day}T14:05:00Z`) + hours * 3_600_000).toISOString(),
  title: null,
});

test("the scraper's gaps are dates in plain words, also where there is none", () => {
  assert.equal(ScraperGaps([], "Fall 2025").textContent, "No gap was noticed in the readings of Fall 2025.");
  const element = ScraperGaps([gap("04", 11), gap("09", 72)], "Fall 2025");
  says(element, "2 times in Fall 2025 nothing was read for more than 6 hours.");
  assert.deepEqual(
    [...element.querySelectorAll("li")].map((item) => item.textContent),
    [
      "From 4 October 2025 at 14:05 UTC until 5 October 2025 at 01:05 UTC: 11 hours",
      "From 9 October 2025 at 14:05 UTC until 12 October 2025 at 14:05 UTC: 3 days",
    ],
  );
  says(ScraperGaps([gap("04", 11)], HOSTILE), `Once in ${HOSTILE} nothing was read`);
});

test("of many gaps the longest are listed, in their order", () => {
  const gaps = Array.from({length: 12}, (_, at) => gap(String(at + 10), at < 2 ? 7 : 30 - at));
  const items = [...ScraperGaps(gaps, "Fall 2025").querySelectorAll("li")].map((item) => item.textContent);
  assert.equal(items.length, 10);
  assert.match(items[0], /^From 12 October .*: 28 hours$/);
  assert.match(items.at(-1), /^From 21 October .*: 19 hours$/);
  says(ScraperGaps(gaps, "Fall 2025"), "These are the 10 longest.");
});

test("the gaps of the page are those that reach into the season's weeks", () => {
  const restart = {...gap("10", 9), kind: "tracker_restart", until: null};
  const weeks = ["2025-10-06", "2025-10-13", "2025-10-20"].map((start_date, at) => ({week: `W${at}`, start_date}));
  const season = {first_week: "W1", last_week: "W1"};
  const events = [gap("11", 9), gap("12", 9), gap("12", 10), restart, gap("19", 40), gap("20", 9)];
  const select = (chart) => selectAbout({report: {}, reasons: REASONS, weeks: chart, season, events: {events}}).gaps;
  assert.deepEqual(select(weeks), [events[2], events[4]]);
  assert.deepEqual(select([]), []);
});

test("a run says what a reader should know, and else nothing", () => {
  const cases = [
    [{}, 2],
    [{spikes: 2}, 3, "2 counts rose beyond belief and fell again: left out."],
    [{in_doubt: 1}, 3, "1 torrent rose beyond belief in the end: not counted until"],
    [{tracker_restarts: 1}, 3, "The tracker forgot its counts once;"],
    [{missing_shows: [{anilist_id: 1, title: HOSTILE, downloads: 1001}]}, 3, `${HOSTILE} (1,001 downloads)`],
    [{anilist_stale_since: "2026-01-01T00:00:00Z"}, 3, "as of 1 January 2026"],
    [{skipped_shows: 1}, 3, "1 AniList entry could not be read"],
    [{excluded: {}}, 3, "Nothing was left out."],
    [{match_rate: {...REPORT.match_rate, by_torrents: null, by_downloads: null}}, 3, "There was no torrent to match."],
  ];
  for (const [change, paragraphs, words = ""] of cases) {
    const element = MatchRate({...REPORT, ...change}, REASONS);
    assert.equal(element.querySelectorAll("p").length, paragraphs, words);
    says(element, words);
  }
});

test("torrents that nobody downloaded have a rate of their own only", () => {
  const element = MatchRate({...REPORT, match_rate: {...REPORT.match_rate, by_downloads: null}}, REASONS);
  assert.equal(element.querySelectorAll(".figures div").length, 1);
});

test("the example's steps carry its own numbers", () => {
  const [name, show, episode, counts, rank] = WorkedExample(EXAMPLE, START).children;
  says(name, EXAMPLE.name);
  says(name, "4 October 2025 at 16:31 UTC");
  says(show, "with 115 points of evidence");
  assert.equal(show.querySelector("a").getAttribute("href"), "./show/177937/");
  assert.deepEqual(rows(show).slice(1), [
    ["+100", "title", "exact"],
    ["−5", "date", HOSTILE],
    ["0", "season", "none stated"],
  ]);
  says(episode, "number 38 is episode 1 of this show");
  assert.deepEqual(rows(counts).slice(4), [
    ["4 October 2025", "5,000"],
    ["5 October 2025", "2,500"],
  ]);
  says(counts, "7,500 downloads in its first 2 days, 12,345 in total.");
  says(rank, "Episode 1 had 20,000 downloads on 4 Oct, over 5 torrents.");
  says(rank, "74,131 downloads in the week of 29 September – 5 October 2025: rank 1.");
});

test("the example's unknown facts are left away", () => {
  const cases = [
    [{group: null, resolution: null, number: null}, ["Titles", "Published"]],
    [{number: 0, episode: 0}, ["Titles", "Number", "Group", "Resolution", "Published"]],
  ];
  for (const [change, terms] of cases) {
    const element = WorkedExample({...EXAMPLE, ...change}, START);
    assert.deepEqual(
      [...element.querySelectorAll("dt")].map((term) => term.textContent),
      terms,
    );
  }
  says(WorkedExample({...EXAMPLE, number: 1}, START), "It is episode 1.");
  says(WorkedExample({...EXAMPLE, number: null}, START), "It is episode 1.");
  assert.ok(!WorkedExample({...EXAMPLE, week: null}, START).textContent.includes("rank 1"));
  for (const none of [null, undefined]) says(WorkedExample(none, START), "counted no torrent");
});

test("hostile names stay text", () => {
  const {slots} = aboutPage({...SITE, report: {...REPORT, example: EXAMPLE}});
  for (const slot of Object.values(slots)) {
    assert.equal(slot.querySelectorAll("img, script, style, [style], [onerror]").length, 0);
    for (const link of slot.querySelectorAll("a"))
      assert.match(link.getAttribute("href"), /^\.\/(show\/\d+\/|week\/2025-W40\/|shows\/)$/);
  }
});

test("the page's slots and its page function agree", () => {
  const prose = readFileSync(new URL("../../src/about.md", import.meta.url), "utf8");
  const places = [...prose.matchAll(/data-slot="([^"]+)"/g)].map(([, name]) => name);
  assert.deepEqual(places.sort(), Object.keys(aboutPage(SITE).slots).sort());
});

test("no link of the prose begins with a slash", () => {
  for (const page of ["about.md", "404.md"]) {
    const prose = readFileSync(new URL(`../../src/${page}`, import.meta.url), "utf8");
    const links = [...prose.matchAll(/\]\(([^)]+)\)/g)].map(([, address]) => address);
    assert.ok(links.length > 1);
    for (const address of links) assert.match(address, /^(\.\/|https:\/\/)/);
  }
});
