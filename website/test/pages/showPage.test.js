// A show's page before any script runs, with every kind of show.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../fixtures/document.js";
import {readMode, withMode} from "../../src/hydrate/show.js";
import {formatOrdinal, rankLabel} from "../../src/components/show/labels.js";
import {buildSeason} from "../../src/components/lib/season.js";
import {showPage} from "../../src/pages/showPage.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";

const REASONS = new Map([
  ["batch", "a batch: many episodes in one torrent"],
  ["special", "a special, a half episode or an extra"],
]);

const SHOW = {
  anilist_id: 5,
  title: "Five",
  title_romaji: "Go",
  title_english: "Five",
  title_native: "五",
  format: "TV",
  status: "FINISHED",
  episodes: 12,
  start_date: "2025-10-05",
  end_date: null,
  poster: "https://example.org/5.png",
  color: "#112233",
  url: "https://anilist.co/anime/5",
  continuing: false,
  last_day: "2026-02-01",
  downloads: 1500,
  season_downloads: 1500,
  season_downloads_estimated: 100,
  downloads_estimated: 100,
  daily_average: 150.4,
  weekly_average: 750,
  seasonal_rank: 2,
  rank_is_final: false,
  episode_totals: [
    {episode: 1, first_date: "2025-10-05", last_date: "2026-01-20", downloads: 1000, downloads_estimated: 100},
    {episode: 2, first_date: "2025-10-12", last_date: "2026-01-20", downloads: 500, downloads_estimated: 0},
  ],
};

const other = (anilist_id, seasonal_rank) => ({...SHOW, anilist_id, seasonal_rank, title: `Show ${anilist_id}`});

const ranked = (anilist_id, rank) => ({anilist_id, rank, downloads: 100 / rank, downloads_estimated: 0});

const WEEKS = [
  {
    week: "2025-W41",
    start_date: "2025-10-06",
    complete: true,
    settled: true,
    rankings: [ranked(4, 1), ranked(5, 2)],
  },
  {
    week: "2025-W42",
    start_date: "2025-10-13",
    complete: false,
    settled: false,
    rankings: [ranked(5, 1), ranked(4, 2)],
  },
];

function buildPage(changes = {}, {attribution = "interval", weeks = WEEKS} = {}) {
  const show = {...SHOW, ...changes};
  const shows = {season: "Fall 2025", data_until: "2026-01-20T11:57:01Z", shows: [other(4, 1), show, other(6, 3)]};
  const rankings = {season: shows.season, data_until: shows.data_until, weeks};
  const page = showPage({season: buildSeason(rankings, shows), reasons: REASONS, report: {attribution}}, show);
  const root = document.createElement("div");
  for (const slot of Object.values(page.slots)) root.append(...[slot].flat());
  return {...page, root, text: root.textContent};
}

test("the page's title and description", () => {
  assert.equal(buildPage().title, "Five");
  const start = "Five: 1,500 downloads in Fall 2025";
  const end = "2 episodes, 150 downloads per day on average.";
  assert.equal(buildPage().description, `${start}, 2nd of 3 shows so far. ${end}`);
  assert.equal(buildPage({rank_is_final: true}).description, `${start}, 2nd of 3 shows. ${end}`);
  assert.equal(buildPage({seasonal_rank: null}).description, `Five: 1,500 downloads. ${end}`);
  const outside = buildPage({downloads: 9999, rank_is_final: true}).description;
  assert.equal(outside, `${start}, 2nd of 3 shows. ${end}`, "a season's rank stands beside the season's downloads");
});

test("the head says what is known and is silent on the rest", () => {
  const cases = [
    [{}, /TV series · 12 episodes · finished airing · counted until 1 February 2026 · began 5 October 2025$/],
    [{rank_is_final: true}, /TV series · 12 episodes · finished airing · began 5 October 2025$/],
    [{continuing: true, status: "RELEASING"}, /airing now · began 5 October 2025 · continuing from an earlier season$/],
    [{episodes: 1, format: "TV_SHORT", status: null, start_date: null}, /^TV short · 1 episode$/],
    [{episodes: null, format: "UNKNOWN", status: "NEW_ONE", start_date: null}, /^$/],
  ];
  for (const [changes, facts] of cases)
    assert.match(buildPage(changes).root.querySelector(".show-facts").textContent, facts);
});

test("other names stand beneath the title when they are others", () => {
  const names = (changes) => buildPage(changes).root.querySelector(".show-other-names")?.textContent;
  assert.equal(names({}), "Go五");
  assert.equal(names({title: "Go", title_english: null}), "五");
  assert.equal(names({title: "Go", title_english: null, title_native: null}), undefined);
  assert.equal(names({title_native: "Go"}), "Go");
});

test("hostile titles stay text, whole and everywhere", () => {
  for (const title of [...HOSTILE, "x".repeat(200)]) {
    const {root} = buildPage({title, title_romaji: title});
    assert.equal(root.querySelector("h1").textContent, title);
    assert.equal(root.querySelector("script, [onerror], [style], img:not(.poster img), a[href^='javascript']"), null);
    for (const link of root.querySelectorAll("a")) assert.doesNotMatch(link.getAttribute("href"), /[<>`${}\s]/);
  }
});

test("no link begins with a slash, and the neighbours are those by rank", () => {
  const links = [...buildPage().root.querySelectorAll("nav a")].map((link) => link.getAttribute("href"));
  assert.deepEqual(links, ["./4", "../?show=5", "./6"]);
  assert.equal(buildPage({seasonal_rank: null}).root.querySelectorAll("nav a").length, 1);
});

test("a show without a poster or colour has a tile", () => {
  const {root} = buildPage({poster: null, color: null});
  assert.equal(root.querySelector("img"), null);
  assert.equal(root.querySelector(".poster svg text").textContent, "F");
});

test("the table of episodes holds every total and its share of the best", () => {
  const rows = [...buildPage().root.querySelectorAll(".episode-table tbody tr")].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  );
  assert.deepEqual(rows, [
    ["1", "5 Oct", "1,000", "100", "100%"],
    ["2", "12 Oct", "500", "0", "50%"],
  ]);
  const bars = [...buildPage().root.querySelectorAll(".bar rect")].map((bar) => bar.getAttribute("width"));
  assert.deepEqual(bars, ["100", "50"]);
});

test("the numbers of the show", () => {
  const rows = (changes) =>
    Object.fromEntries(
      [...buildPage(changes).root.querySelectorAll(".show-stats tr")].map((row) => [
        row.querySelector("th").firstChild.textContent,
        row.querySelector("td").textContent,
      ]),
    );
  assert.deepEqual(rows({}), {
    Total: "1,500",
    "Average per day": "150",
    "Average per week": "750",
    "Season rank": "2nd of 3 so far",
    Peak: "#1 (1 week)",
    "Weeks on chart": "2",
  });
  const never = rows({anilist_id: 77, seasonal_rank: null, weekly_average: 0});
  assert.equal(never["Average per week"], "not ranked in a complete week");
  assert.equal(never["Season rank"], "none");
  assert.equal(never.Peak, "never ranked");
  assert.equal(never["Weeks on chart"], "0");
  assert.equal(rows({rank_is_final: true})["Season rank"], "2nd of 3, final");
});

test("a rank is one of its season, with the downloads that it is by", () => {
  const standing = (changes) => buildPage(changes).root.querySelector(".show-standing").textContent;
  assert.equal(standing({}), "2nd of 3 so far in Fall 2025 · 1,500 downloads");
  assert.equal(standing({rank_is_final: true, downloads: 9000}), "2nd of 3, final in Fall 2025 · 1,500 downloads");
  assert.equal(standing({seasonal_rank: null, season_downloads: 0}), "1,500 downloads");
});

test("downloads outside the season's weeks are named beside the total", () => {
  assert.match(buildPage({downloads: 2100}).text, /Total100 estimated, 600 outside the season's weeks2,100/);
  assert.match(buildPage({downloads_estimated: 0}).text, /Total1,500/);
});

const PROVISIONAL = WEEKS.map((week) => ({...week, complete: true}));

test("numbers of a provisional week are said to be such", () => {
  const {text, root} = buildPage({}, {weeks: PROVISIONAL});
  assert.match(text, /Provisional until every torrent is scraped again: 13–19 October 2025\./);
  assert.match(text, /Peaka provisional week#1/);
  assert.match(text, /Weeks on chartincluding a provisional week2/);
  assert.equal(root.querySelectorAll(".ranks .week.open").length, 1);
  assert.doesNotMatch(buildPage().text, /rovisional/);
});

test("how downloads are dated is said as it was done", () => {
  assert.match(buildPage().text, /100 estimated: dated between counts more than two days apart, or expected/);
  assert.match(buildPage({downloads_estimated: 0}).text, /No estimates\./);
  const observed = {attribution: "observed"};
  assert.match(buildPage({}, observed).text, /on the day of the count that first had them; for 100 of them the count/);
  assert.match(buildPage({downloads_estimated: 0}, observed).text, /on the day of the count that first had them\./);
  assert.doesNotMatch(buildPage({}, observed).text, /dated between/);
});

test("a best rank that only the running week has is said to be its", () => {
  assert.match(buildPage().text, /Peakthis week, which is not over#1 \(1 week\)/);
  assert.doesNotMatch(buildPage({anilist_id: 4}).text, /Peakthis week/);
});

test("a show with downloads of nothing divides by nothing", () => {
  const totals = [
    {episode: 1, first_date: "2026-01-20", last_date: "2026-01-20", downloads: 0, downloads_estimated: 0},
  ];
  assert.doesNotMatch(
    buildPage({episode_totals: totals, downloads: 0, downloads_estimated: 0}).root.outerHTML,
    /NaN|undefined/,
  );
});

test("the notes say what was left out, when that is known", () => {
  const leftOut = [
    {reason: "batch", torrents: 2, downloads: 3456},
    {reason: "special", torrents: 1, downloads: 1},
  ];
  const {text} = buildPage({excluded: leftOut});
  assert.match(text, /a batch: many episodes in one torrent: 2 torrents, 3,456 downloads/);
  assert.match(text, /a special, a half episode or an extra: 1 torrent, 1 download/);
  assert.match(buildPage({excluded: []}).text, /No torrent .* left out/);
  assert.doesNotMatch(buildPage().text, /left out/i);
});

test("the notes say when the data end, and whether the last day is whole", () => {
  assert.match(buildPage().text, /Data to 20 January 2026 at 11:57 UTC; last day incomplete\./);
  const totals = [{...SHOW.episode_totals[0], last_date: "2026-01-04"}];
  assert.doesNotMatch(buildPage({episode_totals: totals}).text, /incomplete/);
});

test("the chart's box says to the script when the data end, and to others where the totals are", () => {
  const box = buildPage().root.querySelector(".episodes");
  assert.equal(box.dataset.until, "2026-01-20T11:57:01Z");
  assert.equal(box.querySelector("a").getAttribute("href"), "#episodes");
});

test("ordinals", () => {
  const cases = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 21: "21st", 112: "112th"};
  for (const [number, words] of Object.entries(cases)) assert.equal(formatOrdinal(Number(number)), words);
  assert.equal(rankLabel({seasonal_rank: null, rank_is_final: true}, 3), null);
});

test("the mode is kept in the address", () => {
  const cases = {
    "": "daily",
    "?mode=calendar": "calendar",
    "?mode=cumulative&x=1": "cumulative",
    "?mode=__proto__": "daily",
  };
  for (const [search, mode] of Object.entries(cases)) assert.equal(readMode(search), mode);
  assert.equal(withMode("https://a.b/show/5?x=1", "calendar"), "https://a.b/show/5?x=1&mode=calendar");
  assert.equal(withMode("https://a.b/show/5?mode=calendar&x=1#ranks", "daily"), "https://a.b/show/5?x=1#ranks");
});
