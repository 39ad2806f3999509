// A season's page and the page of all seasons before any script runs, with every kind of season.

import assert from "node:assert/strict";
import {gzipSync} from "node:zlib";
import test from "node:test";
import "../../scripts/document.js";
import {toMarkup} from "../../scripts/markup.js";
import {encodeSeason} from "../../src/components/lib/seasonDocument.js";
import {seasonPage, selectSeason} from "../../src/pages/seasonPage.js";
import {seasonsPage, selectSeasons} from "../../src/pages/seasonsPage.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";
import {parse} from "../fixtures/parse.js";
import {randomSeason, seasonOf, THREE_WEEKS} from "../fixtures/seasons.js";

/** A site of seasons `{slug, season, over, settled, model}`, as far as these pages look at it. */
function siteOf(seasons) {
  const seasonList = seasons.map(({model, ...entry}) => ({
    ...entry,
    downloads: model.weeks.reduce((sum, {total}) => sum + total.downloads, 0),
    model,
    shows: new Map([...model.shows.keys()].map((id) => [id, publishedShow(id)])),
  }));
  return {
    seasonList,
    riverOf: (slug) => encodeSeason(seasonList.find((season) => season.slug === slug).model),
    viewOf: (name) => `./view/${name}.json`,
    pictureAddress: (name) => `./picture/${name}.png`,
    pages: new Map(),
  };
}

const publishedShow = (id) => ({poster: null, score: id % 5 === 0 ? null : 50 + (id % 40), episode_totals: []});
const FINAL = {slug: "fall-2025", season: "Fall 2025", over: true, settled: true};
const RUNNING = {slug: "winter-2026", season: "Winter 2026", over: false, settled: false};

function drawSeason(entry, model, neighbours = []) {
  const site = siteOf([{...entry, model}, ...neighbours]);
  const page = seasonPage(selectSeason(site, site.seasonList[0]));
  const root = parse(Object.values(page.slots));
  return {...page, root, text: root.textContent};
}

test("a final season says so, and who won", () => {
  const {title, description, slots, root, text} = drawSeason(FINAL, seasonOf(THREE_WEEKS, {titles: {1: "One"}}));
  assert.equal(title, "Fall 2025 anime ranking by torrent downloads");
  assert.equal(description, "One is #1 of the season with 51% of all downloads, and was #1 in 2 of 3 weeks.");
  assert.equal(slots["ranking-title"], "Final ranking");
  assert.match(text, /ChampionOne1,570 · 1\.2 × the next/);
  assert.match(text, /Different #1s2longest: 1 week in a row/);
  assert.match(text, /StatusFinal/);
  assert.match(text, /Downloads, 3 weeks3,07029 September 2025 – 19 October 2025/);
  assert.equal(root.querySelector(".season-ranking tbody a").getAttribute("href"), "./show/1/");
});

test("a running season is so far, and its week that is not over counts for no #1", () => {
  const {description, slots, root, text} = drawSeason(
    RUNNING,
    seasonOf(THREE_WEEKS, {running: true, titles: {1: "One"}}),
  );
  assert.equal(description, "One leads the season so far with 51% of all downloads, and was #1 in 1 of 2 weeks.");
  assert.equal(slots["ranking-title"], "Ranking so far");
  assert.match(text, /Leader so far/);
  assert.match(text, /StatusRunning/);
  const firsts = [...root.querySelectorAll(".season-ranking tbody tr")].map((row) => row.children[6].textContent);
  assert.deepEqual(firsts, ["1", "1", "–"]);
  assert.equal(root.querySelectorAll(".season-bars-chart .running").length, 3);
});

test("the ranking has ten shows and the others below a fold, one row each", () => {
  const many = seasonOf([Array.from({length: 33}, (_, i) => [i + 1, 90 - i])]);
  const {root} = drawSeason(FINAL, many);
  const [first, others] = [...root.querySelectorAll(".season-ranking")];
  assert.deepEqual([first.tBodies[0].rows.length, others.tBodies[0].rows.length], [10, 23]);
  assert.equal(others.closest("details").querySelector("summary").textContent, "All 33 shows");
  assert.equal(drawSeason(FINAL, seasonOf(THREE_WEEKS)).root.querySelector("details"), null);
});

test("the best week is a link to its page, and the peak is the season's", () => {
  const {root} = drawSeason(FINAL, seasonOf(THREE_WEEKS));
  const [, second] = root.querySelectorAll(".season-ranking tbody tr");
  assert.deepEqual([...second.children].slice(5).map(({textContent}) => textContent), ["#1", "1", "800 6–12 Oct"]); // prettier-ignore
  assert.equal(second.querySelector("td a").getAttribute("href"), "./week/2025-W41/");
});

test("the neighbours are linked", () => {
  const {root} = drawSeason(FINAL, seasonOf(THREE_WEEKS), [{...RUNNING, model: seasonOf(THREE_WEEKS)}]);
  const links = [...root.querySelectorAll(".season-steps a")].map((link) => link.getAttribute("href"));
  assert.deepEqual(links, ["./season/", "./season/winter-2026/"]);
});

test("hostile titles stay text, on both pages", () => {
  const titles = Object.fromEntries(HOSTILE.map((title, i) => [i + 1, title]));
  const model = seasonOf(Array(4).fill(HOSTILE.map((_, i) => [i + 1, 900 - i])), {titles});
  const site = siteOf([{...FINAL, model}]);
  for (const page of [drawSeason(FINAL, model), seasonsPage(selectSeasons(site))]) {
    const root = parse(Object.values(page.slots));
    assert.equal(root.querySelector("script, img, [onerror], [style], a[href^='javascript']"), null);
    assert.ok(root.textContent.includes(HOSTILE[0]));
  }
});

const ODD = {
  "no week": seasonOf([]),
  "an empty week": seasonOf([[]]),
  "one show in a running week": seasonOf([[[1, 5]]], {running: true}),
  "a show of nothing": seasonOf([[[1, 0]]]),
  "one torrent": seasonOf([[[1, 1]]]),
};
for (let seed = 0; seed < 8; seed++) ODD[`season ${seed}`] = randomSeason(seed);

for (const [name, model] of Object.entries(ODD)) {
  test(`every slot is filled with ${name}`, () => {
    for (const entry of [FINAL, RUNNING]) {
      const page = drawSeason(entry, model);
      const all = seasonsPage(
        selectSeasons(
          siteOf([
            {...entry, model},
            {...FINAL, slug: "b", model},
          ]),
        ),
      );
      for (const {slots, description} of [page, all]) {
        assert.doesNotMatch(description, /undefined|null|NaN/);
        assert.doesNotMatch(toMarkup(Object.values(slots)), /undefined|NaN|Infinity|style=/);
      }
    }
  });
}

test("the page of all seasons: the newest large, each card one link, with its state and champion", () => {
  const model = seasonOf(THREE_WEEKS, {titles: {1: "One"}});
  const old = {...FINAL, model};
  const running = {...RUNNING, model: seasonOf(THREE_WEEKS, {running: true, titles: {1: "One"}})};
  const root = parse(Object.values(seasonsPage(selectSeasons(siteOf([old, running]))).slots));
  const cards = [...root.querySelectorAll("a.season-card")];
  assert.deepEqual(
    cards.map((card) => card.getAttribute("href")),
    ["./season/winter-2026/", "./season/fall-2025/"],
  );
  assert.match(cards[0].textContent, /Winter 2026 running · week 3/);
  assert.match(cards[0].textContent, /1 of 2 weeks led by #1/);
  assert.match(cards[1].textContent, /Fall 2025 final · 3 weeks.*Champion · led 2 of 3 weeks One/);
  assert.ok(cards.every((card) => card.querySelectorAll("a").length === 0));
});

test("ten seasons weigh no more than 150 kB", () => {
  const shows = Array.from({length: 80}, (_, i) => i + 1);
  const weeks = (season) =>
    Array.from({length: 18}, (_, w) =>
      shows.map((id) => [id, Math.ceil((9e4 / id) * (1 + ((id * 7 + w * (11 + season)) % 10) / 10))]),
    );
  const seasons = Array.from({length: 10}, (_, i) => ({...FINAL, slug: `s-${i}`, model: seasonOf(weeks(i))}));
  const {slots} = seasonsPage(selectSeasons(siteOf(seasons)));
  const size = gzipSync(toMarkup(Object.values(slots))).length;
  assert.ok(size <= 150_000, `${size} bytes`);
  assert.ok(size <= 80_000, `${size} bytes`);
});
