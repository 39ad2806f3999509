// A show's page before any script runs, with every kind of show.

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";
import "../../scripts/document.js";
import {toMarkup} from "../../scripts/markup.js";
import {showPage} from "../../src/pages/showPage.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";
import {parse, textOf} from "../fixtures/parse.js";
import {inputsOf, pageOf, PROJECTION, seasonOf} from "../fixtures/showInputs.js";

function build(changes) {
  const page = showPage(inputsOf(changes));
  const slot = (name) => parse(page.slots[name]);
  return {...page, slot, text: (name) => textOf(slot(name)), markup: toMarkup(Object.values(page.slots))};
}

test("the title and the description say the key numbers", () => {
  const {title, description} = build();
  assert.equal(title, "Five downloads by episode");
  assert.equal(
    description,
    "Five: 1,425 downloads, #4 of 80 in Fall 2025 so far. In the first 7 days episode 1 had 1,000.",
  );
});

test("every slot of the template is filled", () => {
  const template = readFileSync(new URL("../../src/show.md", import.meta.url), "utf8");
  const names = [...template.matchAll(/data-slot="([\w-]+)"/g)].map(([, name]) => name);
  assert.deepEqual(Object.keys(build().slots).sort(), names.sort());
});

test("the head says what is known and is silent on the rest", () => {
  const facts = (show, changes = {}) =>
    textOf(
      build({show, ...changes})
        .slot("header")
        .querySelector(".show-facts"),
    );
  assert.equal(facts({}), "TV · 2 of 12 episodes · airing · from 6 October 2025 (Japan)");
  assert.equal(facts({episodes: null, format: "NEW", status: null, start_date: null}), "2 episodes counted");
  assert.match(facts({status: "FINISHED"}), /12 episodes · finished · from .* · counted until 1 February 2026$/);
  assert.match(facts({next_airing: {episode: 3, at: "2025-10-19T14:00:00Z"}}), /episode 3 on 19 Oct \(UTC\)$/);
  const continuing = {seasons: [seasonOf({}, {continuing: true})]};
  assert.match(facts({}, continuing), /continuing from an earlier season$/);
});

test("other names stand beneath the title when they are others", () => {
  const names = (show) => build({show}).slot("header").querySelector(".show-other-names")?.textContent;
  assert.equal(names({}), "五 · Go");
  assert.equal(names({title: "Go"}), "五");
  assert.equal(names({title: "Go", title_native: null}), undefined);
});

test("a rank is one of its season, and final only when it is", () => {
  const news = (season) =>
    textOf(
      build({seasons: [season]})
        .slot("header")
        .querySelector(".show-news"),
    );
  assert.equal(news(seasonOf()), "#4 of 80 Up from #9 to #4 Fall 2025 so far");
  assert.match(news(seasonOf({}, {rank_is_final: true})), /Fall 2025$/);
  assert.match(news(seasonOf({}, {rank_is_final: true, continuing: true})), /so far$/);
  assert.equal(
    build({seasons: [seasonOf({}, {seasonal_rank: null})]})
      .slot("header")
      .querySelector(".show-news"),
    null,
  );
});

test("the strip of numbers", () => {
  const numbers = (changes) => [...build(changes).slot("numbers").querySelectorAll("dl > div")].map(textOf);
  assert.deepEqual(numbers(), [
    "Total downloads1,4251% estimated",
    "Newest week, 6–12 Oct800+60% vs last week · #4",
    "Best week8006–12 Oct · #4",
    "Premiere: ep 1, first 7 days1,000#2 premiere of Fall 2025",
  ]);
  assert.match(numbers({show: {downloads: 2000}})[0], /575 outside its ranked weeks$/);
  assert.match(numbers({dataUntil: null})[1], /^Last week, /);
  assert.match(numbers({premiere: null})[3], /^Premiere: ep 1, first 7 days1,000$/);
});

test("the chart is in the page, in two widths, with a switch that a script needs", () => {
  const chart = build().slot("chart");
  assert.equal(chart.querySelectorAll(".by-date").length, 2);
  assert.deepEqual(
    [...chart.querySelectorAll(".view-switch input")].map((input) => [input.value, input.checked]),
    [["date", true], ["age", false], ["total", false]], // prettier-ignore
  );
  const plot = chart.querySelector(".plot-episodes");
  assert.equal(plot.dataset.src, "./data/shows/5.json?v=1");
  assert.deepEqual(JSON.parse(plot.dataset.chart), {projections: [], gaps: [], dataUntil: "2025-10-13T11:57:01Z"});
});

test("one or two days make no chart but a sentence", () => {
  const page = pageOf([{episode: 1, first_date: "2025-10-05", downloads_daily: [1234], downloads_estimated: [0]}]);
  const {slot} = build({page});
  assert.equal(slot("chart").querySelector("svg"), null);
  assert.match(textOf(slot("chart")), /1,234 downloads of 1 episode in 1 day: too few days for a chart\./);
});

test("a projection has its sentence, with what it rests on", () => {
  assert.equal(
    build({projections: [PROJECTION]}).text("projection"),
    "Episode 2: about 600 in its first 7 days (80% of such cases: 600 to 800; as 4 earlier episodes of the show went on; 400 in its first 40 hours; the one before: 1,000)",
  );
  assert.equal(build().slots.projection, null);
});

test("each ranked week has a link to its page", () => {
  const links = [...build().slot("ribbon").querySelectorAll("a")].map((link) => link.getAttribute("href"));
  assert.deepEqual(
    links,
    ["2025-10-13", "2025-10-06", "2025-09-29"].map((date) => `./week/week of ${date}/`),
  );
});

test("a show of several seasons has a row for each", () => {
  const seasons = [seasonOf({slug: "winter-2026", season: "Winter 2026"}), seasonOf({settled: true})];
  const rows = [...build({seasons}).slot("seasons").querySelectorAll("tbody tr")].map(textOf);
  assert.deepEqual(rows, ["Winter 2026#4 of 801,42514.3%so far", "Fall 2025#4 of 801,42514.3%final"]);
  assert.equal(build().slots.seasons, null);
});

test("groups and resolutions, the small ones together", () => {
  const groups = ["A", "B", null, "D", "E"].map((name, i) => ({
    name,
    torrents: 2,
    downloads: 500 - 100 * i,
    resolutions: [{resolution: i === 4 ? null : "1080p", downloads: 500 - 100 * i}],
  }));
  const keys = [
    ...build({page: pageOf(undefined, {groups})})
      .slot("groups")
      .querySelectorAll(".key"),
  ].map(textOf);
  assert.equal(keys[0].replace(/ ?· ?/g, " "), "A 500 33% B 400 27% no group named 300 20% 2 others 300 20%");
  assert.equal(keys[1].replace(/ ?· ?/g, " "), "1080p 1,400 93% not named 100 7%");
});

test("why these torrents: readings, reasons in words, counts", () => {
  const evidence = {
    readings: [
      {
        title: "Five",
        season: 2,
        method: "title",
        score: 97,
        why: "the title is the same",
        torrents: 3,
        downloads: 1425,
        example: "[A] Five S2 - 01.mkv",
      },
    ],
    more_readings: 4,
    left_out: [{name: "[A] Five [Batch]", reason: "batch", downloads: 20}],
    more_left_out: 0,
  };
  const groups = [{name: "A", torrents: 3, downloads: 1425, resolutions: []}];
  const excluded = [{reason: "batch", torrents: 1, downloads: 20}, {reason: "unmatched", torrents: 0, downloads: 9}]; // prettier-ignore
  const {slot, text} = build({page: pageOf(undefined, {groups, evidence}), seasons: [seasonOf({}, {excluded})]});
  assert.match(textOf(slot("evidence").querySelector("summary")), /3 counted.*; 1 torrent with 29 downloads left out$/);
  assert.match(text("evidence"), /Five, season 2\[A\] Five S2 - 01\.mkvthe title is the same31,425/);
  assert.match(text("evidence"), /a batch: many episodes in one torrent: 1 torrent with 20 downloads/);
  assert.match(text("evidence"), /no episode of this show has that number: 9 downloads/);
  assert.match(text("evidence"), /\[A\] Five \[Batch\]/);
  assert.match(build().text("evidence"), /none left out.*No torrent of this show was left out\./);
});

test("about these numbers: until when, what is estimated, what differs", () => {
  const {text} = build({show: {downloads: 2000}});
  assert.match(text("notes"), /Data to 13 October 2025 at 11:57 UTC; last day incomplete · 10 dated by estimate/);
  assert.match(
    text("notes"),
    /575 downloads are outside the weeks in which it is ranked; in these weeks it had 1,425\./,
  );
  assert.match(build({dataUntil: null}).text("notes"), /Data to 14 October 2025; settled/);
});

test("hostile titles stay text, whole and everywhere", () => {
  for (const title of [...HOSTILE, "x".repeat(200)]) {
    const {markup, slot} = build({show: {title, title_romaji: title}});
    assert.equal(slot("header").querySelector("h1").textContent, title);
    const root = parse();
    root.innerHTML = markup;
    assert.equal(root.querySelector("script, [onerror], [style], a[href^='javascript']"), null);
  }
});

test("a poster that does not come leaves the tile: it has no size of its own", () => {
  const picture = build({show: {poster: "https://example.org/5.png"}})
    .slot("header")
    .querySelector("img");
  assert.deepEqual(
    ["alt", "width", "height"].map((name) => picture.getAttribute(name)),
    ["", null, null],
  );
  const css = readFileSync(new URL("../../src/styles/poster.css", import.meta.url), "utf8");
  const [rule] = /\.poster img \{[^}]*\}/.exec(css);
  assert.doesNotMatch(rule, /[^-]width: |[^-]height: |inset/);
});

test("the chosen view is told by more than a colour where colours are forced", () => {
  const css = readFileSync(new URL("../../src/styles/show.css", import.meta.url), "utf8");
  assert.match(css, /forced-colors: active[^}]*:checked[^}]*outline: 2px solid Highlight/);
});

test("nothing is written that is none", () => {
  for (const changes of [{}, {dataUntil: null}, {weeks: []}, {projections: [PROJECTION]}, {seasons: []}]) {
    assert.doesNotMatch(build(changes).markup.replace(/ data-chart="[^"]*"/g, ""), /NaN|Infinity|undefined|null/);
  }
});
