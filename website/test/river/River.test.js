// The river as drawn: links, names, titles as text, and no number that is none.

import assert from "node:assert/strict";
import {gzipSync} from "node:zlib";
import test from "node:test";
import "../../scripts/document.js";
import {RiverCard, showCard} from "../../src/components/river/card.js";
import {
  describeWeek,
  highlightShows,
  River as drawRiver,
  RiverBox,
  RiverTools,
} from "../../src/components/river/River.js";
import {parse} from "../fixtures/parse.js";
import {toMarkup} from "../../scripts/markup.js";
import {placeEnds} from "../../src/components/river/ends.js";
import {TIERS} from "../../src/components/river/dimensions.js";
import {layOutRiver} from "../../src/components/river/layout.js";
import {measureText} from "../../src/components/lib/text.js";
import {randomSeason, seasonOf} from "../fixtures/seasons.js";

const HOSTILE = {
  1: "<img src=x onerror=alert(1)>",
  2: "</script><script>alert(1)</script>",
  3: "${globalThis.x=1} `tick` --- [a](javascript:1)",
  4: `" onload="alert(1)`,
};
const WEEKS = [
  [
    [1, 900],
    [2, 700],
    [3, 500],
    [4, 400],
  ],
  [
    [1, 950],
    [2, 100],
    [3, 600],
  ],
  [
    [2, 20],
    [4, 10],
  ],
];
const SEASON = seasonOf(WEEKS, {running: true});
const River = (...args) => parse(drawRiver(...args)).firstElementChild;
const links = (river) => [...river.querySelectorAll("a.ribbon")];

test("each show that is drawn has one link to its page, with a name that says its week", () => {
  const river = River(SEASON);
  assert.deepEqual(
    links(river)
      .map((link) => link.getAttribute("href"))
      .sort(),
    ["./show/1/", "./show/2/", "./show/3/", "./show/4/"],
  );
  const names = Object.fromEntries(links(river).map((link) => [link.dataset.show, link.getAttribute("aria-label")]));
  assert.equal(names[1], "The very long tale of show 1: rank 1, 950 downloads in the week of 6 Oct");
  assert.equal(names[4], "The long tale of show 4: not ranked in the week of 6 Oct");
  const later = links(River(SEASON, {week: "2025-W42"})).map((link) => link.getAttribute("aria-label"));
  assert.ok(later.includes("The long tale of show 4: rank 2, 10 downloads so far in the week of 13 Oct"), later.join());
});

test("a week in words, whatever is known", () => {
  assert.equal(describeWeek("A", 1, undefined), "A");
  assert.equal(describeWeek("A", 9, SEASON.weeks[0]), "A: not ranked in the week of 29 Sept");
  const season = seasonOf([[[7, 1]]]);
  assert.equal(describeWeek("A", 7, season.weeks[0]), "A: rank 1, 1 download in the week of 29 Sept");
});

test("hostile titles are text, and stay it", () => {
  const river = River(seasonOf(Array(5).fill(WEEKS[0]), {titles: HOSTILE}), {width: 1280});
  assert.equal(river.querySelector("img, script"), null);
  for (const [id, title] of Object.entries(HOSTILE)) {
    const link = river.querySelector(`a.ribbon[data-show="${id}"]`);
    assert.ok(link.getAttribute("aria-label").startsWith(`${title}: rank ${id}`));
    assert.equal(link.getAttribute("href"), `./show/${id}/`);
  }
  const text = [...river.querySelectorAll(".river-titles text")].map((label) => label.textContent).join("");
  assert.match(text, /<img src=x/);
  assert.equal(river.querySelector("[onload], [onerror]"), null);
});

test("no attribute holds a number that is none, nor a style", () => {
  const seasons = [
    seasonOf([]),
    seasonOf([[]]),
    seasonOf([[[1, 5]]]),
    seasonOf([
      [
        [1, 0],
        [2, 0],
      ],
    ]),
    SEASON,
  ];
  for (let seed = 0; seed < 30; seed++) seasons.push(randomSeason(seed));
  for (const [index, season] of seasons.entries()) {
    for (const options of [{}, {width: 640}, {width: 1280, week: "2025-W40", show: 1}, {width: 360, all: true}]) {
      assert.doesNotMatch(
        toMarkup(drawRiver(season, options)),
        /NaN|Infinity|undefined|null|\sstyle=|<style/,
        `season ${index}`,
      );
    }
  }
});

test("numbers and notes around the ribbons do not collide", () => {
  for (let seed = 0; seed < 60; seed++) {
    const season = randomSeason(seed);
    const width = [360, 480, 768, 1280][seed % 4];
    const [river, layout] = [River(season, {width}), layOutRiver(season, {width})];
    const boxes = [
      ...[...river.querySelectorAll(".river-ranks text:not(.river-axis)")].map((text) => boxOf(text, 0.5)),
      ...[...river.querySelectorAll(".river-ends text")].map((text) => boxOf(text, 0)),
      ...[...river.querySelectorAll(".river-dates text, .river-axis")].map((text) => boxOf(text, 1)),
      ...[...river.querySelectorAll(".river-notes text")].map((text) => boxOf(text, 0)),
    ];
    for (const [i, a] of boxes.entries()) {
      assert.ok(a.bottom <= layout.height + 0.01, `season ${seed}: ${a.text} leaves the box`);
      assert.ok(
        a.left >= -0.01 && a.right <= layout.width + 2,
        `season ${seed}, ${width} px: ${a.text} leaves the box`,
      );
      for (const b of boxes.slice(i + 1)) {
        const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        assert.ok(apart, `season ${seed}, ${width} px: ${a.text} and ${b.text}`);
      }
    }
  }
});

/** The box of a text whose `x` is its start, middle or end (0, 0.5, 1). */
function boxOf(element, anchor) {
  const [x, y] = ["x", "y"].map((name) => Number(element.getAttribute(name)));
  const size = element.classList.contains("river-week-note") ? 11 : 12;
  const [width, text] = [measureText(element.textContent, size), element.textContent];
  const base = y + size * Number.parseFloat(element.getAttribute("dy") ?? "0");
  return {text, left: x - anchor * width, right: x + (1 - anchor) * width, top: base - 8, bottom: base + 3};
}

test("a week still running is hatched, veiled and says so; one that is over is not", () => {
  assert.equal(River(SEASON).querySelectorAll(".river-veil, .river-hatching").length, 2);
  assert.match(River(SEASON).textContent, /so far/);
  const over = River(seasonOf(WEEKS));
  assert.equal(over.querySelector(".river-veil, .river-hatching"), null);
  assert.doesNotMatch(over.querySelector(".river-dates").textContent, /so far/);
});

test("a provisional week is hatched and paler, and says its estimated part beside it, in its links and on its card", () => {
  const season = seasonOf([WEEKS[0], [[1, 200, 13]]], {provisional: 1}); // prettier-ignore
  const river = River(season);
  assert.equal(river.querySelectorAll(".river-hatching.provisional, .river-veil.provisional").length, 2);
  assert.match(river.querySelector(".river-dates").textContent, /7% est\./);
  assert.match(river.querySelector(".river-notes").textContent, /lightly hatched: partly estimated/);
  const words = /200 downloads \(provisional, 7% estimated\)/;
  assert.match(river.querySelector('a.ribbon[data-show="1"]').getAttribute("aria-label"), words);
  const card = RiverCard();
  showCard(card, {id: 1, title: "A", colorClass: "color-1"}, season.weeks[1], {pinned: false, moment: "Finale"});
  assert.match(parse(card).textContent, words);
  assert.match(parse(card).textContent, /Finale/);
});

test("the row of a week is lit, and its date and the links speak of it", () => {
  const river = River(SEASON, {week: "2025-W41"});
  assert.equal(river.querySelectorAll(".river-lit, .river-lit-frame").length, 2);
  assert.deepEqual(
    [...river.querySelectorAll(".river-date")].map((date) => [date.dataset.week, date.getAttribute("aria-current")]),
    [["2025-W40", null], ["2025-W41", "true"], ["2025-W42", null]],
  ); // prettier-ignore
  assert.equal(River(SEASON).querySelector(".river-lit, [aria-current]"), null);
  assert.equal(River(SEASON, {week: "2099-W01"}).querySelector(".river-lit, [aria-current]"), null);
});

test("each date is a link to its week, as high as the row", () => {
  const dates = [...River(SEASON).querySelectorAll("a.river-date")];
  assert.deepEqual(
    dates.map((date) => date.getAttribute("href")),
    ["./week/2025-W40/", "./week/2025-W41/", "./week/2025-W42/"],
  );
  assert.equal(dates[0].getAttribute("aria-label"), "29 Sept: week of 29 September – 5 October 2025");
  assert.ok(dates.every((date) => Number(date.querySelector("rect").getAttribute("height")) >= 24));
});

test("the first of the newest finished week are named at the foot, three where there is room, else two", () => {
  const foot = (width) => River(SEASON, {width}).querySelector(".river-ends").textContent;
  assert.match(foot(1200), /#1 The.*950.*#2 The.*600.*#3 The.*100/);
  assert.match(foot(360), /#1 The.*950.*#2 The.*600/);
  assert.doesNotMatch(foot(360), /#3/);
});

test("names at the foot stand side by side within the chart, whatever the lanes", () => {
  for (let seed = 0; seed < 60; seed++) {
    const season = randomSeason(seed);
    const width = [296, 360, 480, 768, 1280][seed % 5];
    const ends = placeEnds(season, layOutRiver(season, {width})).sort((a, b) => a.x - b.x);
    for (const [i, {x, width: length}] of ends.entries()) {
      assert.ok(x >= -0.01 && x + length <= width + 0.01, `season ${seed}, ${width} px`);
      if (i > 0) assert.ok(ends[i - 1].x + ends[i - 1].width <= x, `season ${seed}, ${width} px`);
    }
  }
});

test("every show of the week's first ten has a name: upon its ribbon, at the foot or in the list below", () => {
  for (let seed = 0; seed < 40; seed++) {
    const season = randomSeason(seed);
    const week = season.currentWeek;
    if (!week) continue;
    const box = parse(RiverBox(season, {week: week.week}));
    for (const name of ["narrow", "wide"]) {
      const named = `.river-${name} .river-titles text, .river-${name} .river-ends g, .river-key li:not(.only-${name === "narrow" ? "wide" : "narrow"}) a`;
      const texts = [...box.querySelectorAll(named)].map(
        (element) => element.dataset.show ?? element.getAttribute("href"),
      );
      for (const {anilist_id: id} of week.rankings.slice(0, 10)) {
        assert.ok(texts.includes(String(id)) || texts.includes(`./show/${id}/`), `season ${seed}, ${name}: show ${id}`);
      }
    }
  }
});

test("three torrents: the thin ribbons are named below the river", () => {
  const box = parse(RiverBox(seasonOf([[[1, 9000], [2, 20], [3, 10]]]), {week: "2025-W40"})); // prettier-ignore
  assert.match(box.querySelector(".river-key").textContent, /#3 /);
});

test("the notes say the scale, the minimum width, and the ranks that are drawn", () => {
  const many = seasonOf([Array.from({length: 60}, (_, i) => [i + 1, 6000 - i])]);
  const notesOf = (options) => River(many, options).querySelector(".river-notes").textContent;
  assert.match(notesOf(), /[125]0*,?0* downloads in a week/);
  assert.match(notesOf(), /smaller shows: 1\.5 px wide/);
  assert.match(notesOf(), /ranks 1 to 25 of 60/);
  assert.doesNotMatch(notesOf({all: true}), /ranks 1 to/);
});

test("a show is highlighted, and then no longer", () => {
  const river = River(SEASON);
  const highlighted = () =>
    links(river)
      .filter((link) => link.classList.contains("highlighted"))
      .map((link) => link.dataset.show);
  highlightShows(river, new Set([2]));
  assert.deepEqual([river.classList.contains("has-highlights"), highlighted()], [true, ["2"]]);
  highlightShows(river, new Set([1, 3, 99]));
  assert.deepEqual(highlighted().sort(), ["1", "3"]);
  highlightShows(river, null);
  assert.deepEqual([river.classList.contains("has-highlights"), highlighted()], [false, []]);
});

test("the show of the headline has a halo and is painted last", () => {
  const ribbons = links(River(SEASON, {show: 4}));
  assert.deepEqual([ribbons.at(-1).dataset.show, ribbons.at(-1).classList.contains("ribbon-lead")], ["4", true]);
  assert.equal(River(SEASON).querySelector(".ribbon-lead"), null);
});

test("a show that only the rankings know has a muted tone, and their title", () => {
  const link = River(seasonOf(WEEKS, {unknown: [2]})).querySelector('[data-show="2"]');
  assert.ok(link.classList.contains("tone-0"));
  assert.match(link.getAttribute("aria-label"), /^The very very long tale of show 2: rank 1/);
});

test("the box keeps room for every width, and holds a phone's and a wide screen's chart", () => {
  const box = parse(RiverBox(SEASON, {src: "./view/a.json", week: "2025-W41", show: 2})).querySelector(".river-box");
  assert.deepEqual(
    [...box.querySelectorAll(".river-spacer")].map((spacer) => spacer.getAttribute("class")),
    TIERS.map(({name}) => `river-spacer river-spacer-${name}`),
  );
  const charts = [...box.querySelectorAll(".river")].map((chart) => chart.getAttribute("viewBox").split(" ")[2]);
  assert.deepEqual(charts, ["360", "1200"]);
  assert.deepEqual({...box.dataset}, {src: "./view/a.json", week: "2025-W41", lead: "2"});
});

test("room for the button that shows all ranks is kept only where ranks are hidden", () => {
  const hasRoom = (season) => RiverTools(season) !== null;
  assert.equal(hasRoom(SEASON), false);
  assert.equal(hasRoom(seasonOf([Array.from({length: 26}, (_, i) => [i + 1, 60 - i])])), true);
});

test("the charts of a long season are small enough to be sent in the page", () => {
  const shows = Array.from({length: 80}, (_, i) => i + 1);
  const weeks = Array.from({length: 17}, (_, w) =>
    shows.map((id) => [id, Math.ceil((9e4 / id) * (1 + ((id * 7 + w * 13) % 10) / 10))]),
  );
  assert.ok(gzipSync(toMarkup(RiverBox(seasonOf(weeks)))).length <= 24_000);
});
