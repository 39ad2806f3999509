// The river as drawn: links, names, titles as text, and no number that is none.

import assert from "node:assert/strict";
import {gzipSync} from "node:zlib";
import test from "node:test";
import "../fixtures/document.js";
import {RiverCard, showCard} from "../../src/components/river/card.js";
import {highlightShows, River, RiverBox, describeWeek} from "../../src/components/river/River.js";
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
const links = (river) => [...river.querySelectorAll("a.ribbon")];

test("each show that is drawn has one link to its page, with a name that says its week", () => {
  const river = River(SEASON);
  assert.deepEqual(
    links(river)
      .map((link) => link.getAttribute("href"))
      .sort(),
    ["./show/1", "./show/2", "./show/3", "./show/4"],
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
    assert.equal(link.getAttribute("href"), `./show/${id}`);
  }
  const text = [...river.querySelectorAll(".river-titles text")].map((label) => label.textContent).join("");
  assert.match(text, /<img src=x/);
  const again = new document.defaultView.DOMParser().parseFromString(river.outerHTML, "text/html");
  assert.equal(again.querySelector("img, script, [onload], [onerror]"), null);
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
    for (const options of [{}, {width: 640}, {width: 1280}, {width: 360, all: true}]) {
      const {outerHTML} = River(season, options);
      assert.doesNotMatch(outerHTML, /NaN|Infinity|undefined|null|\sstyle=|<style/, `season ${index}`);
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
      ...[...river.querySelectorAll(".river-dates text, .river-axis")].map((text) => boxOf(text, 1)),
      ...[...river.querySelectorAll(".river-notes text")].map((text) => boxOf(text, 0)),
    ];
    for (const [i, a] of boxes.entries()) {
      assert.ok(a.bottom <= layout.height + 0.01, `season ${seed}: ${a.text} leaves the box`);
      for (const b of boxes.slice(i + 1)) {
        const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        assert.ok(apart, `season ${seed}, ${width} px: ${a.text} and ${b.text}`);
      }
    }
  }
});

/** The box of a text of 11 px whose `x` is its start, middle or end (0, 0.5, 1). */
function boxOf(element, anchor) {
  const [x, y] = ["x", "y"].map((name) => Number(element.getAttribute(name)));
  const [width, text] = [measureText(element.textContent, 11), element.textContent];
  const base = y + 11 * Number.parseFloat(element.getAttribute("dy") ?? "0");
  return {text, left: x - anchor * width, right: x + (1 - anchor) * width, top: base - 8, bottom: base + 3};
}

test("a week still running is hatched, veiled and says so; one that is over is not", () => {
  assert.equal(River(SEASON).querySelectorAll(".river-veil, .river-hatching").length, 2);
  assert.match(River(SEASON).textContent, /so far/);
  const over = River(seasonOf(WEEKS));
  assert.equal(over.querySelector(".river-veil, .river-hatching"), null);
  assert.doesNotMatch(over.querySelector(".river-dates").textContent, /so far/);
});

test("a provisional week is dashed and paler, and says so beside it, in its links, on its card and in the notes", () => {
  const season = seasonOf([WEEKS[0], [[1, 200, 13]]], {provisional: 1}); // prettier-ignore
  const river = River(season);
  assert.equal(river.querySelectorAll(".river-dashes, .river-veil.provisional").length, 2);
  assert.equal(river.querySelector(".river-hatching"), null);
  assert.match(river.querySelector(".river-dates").textContent, /prov\./);
  assert.match(river.querySelector(".river-notes").textContent, /prov\.: provisional, 7% estimated/);
  const words = /200 downloads \(provisional, 7% estimated\)/;
  assert.match(river.querySelector('a.ribbon[data-show="1"]').getAttribute("aria-label"), words);
  const card = RiverCard();
  showCard(card, {id: 1, title: "A", colorClass: "color-1"}, season.weeks[1], {pinned: false});
  assert.match(card.textContent, words);
});

test("the notes say the scale, the minimum width, the ranks that are drawn and where the data ends", () => {
  const many = seasonOf([Array.from({length: 60}, (_, i) => [i + 1, 6000 - i])]);
  const notesOf = (options) => River(many, options).querySelector(".river-notes").textContent;
  assert.match(notesOf(), /= [125]0*,?0* downloads in a week/);
  assert.match(notesOf(), /smaller shows are drawn 1\.5 px wide/);
  assert.match(notesOf(), /ranks 1 to 25 of 60 are drawn/);
  assert.match(notesOf(), /data until 20 January 2026 at 11:57 UTC/);
  assert.doesNotMatch(notesOf({all: true}), /ranks 1 to/);
});

test("a show is highlighted, and then no longer", () => {
  const river = River(SEASON, {show: 2});
  const highlighted = () =>
    links(river)
      .filter((link) => link.classList.contains("highlighted"))
      .map((link) => link.dataset.show);
  assert.deepEqual([river.classList.contains("has-highlights"), highlighted()], [true, ["2"]]);
  highlightShows(river, new Set([1, 3, 99]));
  assert.deepEqual(highlighted().sort(), ["1", "3"]);
  highlightShows(river, null);
  assert.deepEqual([river.classList.contains("has-highlights"), highlighted()], [false, []]);
});

test("a show that only the rankings know is drawn grey, with their title", () => {
  const link = River(seasonOf(WEEKS, {unknown: [2]})).querySelector('[data-show="2"]');
  assert.ok(link.classList.contains("color-grey"));
  assert.match(link.getAttribute("aria-label"), /^The very very long tale of show 2: rank 1/);
});

test("the box keeps room for every width, and holds the phone's chart", () => {
  const box = RiverBox(SEASON);
  assert.deepEqual(
    [...box.querySelectorAll(".river-spacer")].map((spacer) => spacer.getAttribute("class")),
    TIERS.map(({name}) => `river-spacer river-spacer-${name}`),
  );
  assert.match(box.querySelector(".river").getAttribute("viewBox"), /^0 0 360 /);
});

test("the phone's chart of a long season is small enough to be sent in the page", () => {
  const shows = Array.from({length: 80}, (_, i) => i + 1);
  const weeks = Array.from({length: 17}, (_, w) =>
    shows.map((id) => [id, Math.ceil((9e4 / id) * (1 + ((id * 7 + w * 13) % 10) / 10))]),
  );
  assert.ok(gzipSync(River(seasonOf(weeks)).outerHTML).length <= 20_000);
});
