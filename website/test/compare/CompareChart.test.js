// The chart of a comparison: lines end where data end, signs mean what they mean, labels lie apart, everything is inside.

import assert from "node:assert/strict";
import {test} from "node:test";
import {JSDOM} from "jsdom";
import "../../scripts/document.js";
import {toMarkup} from "../../scripts/markup.js";
import {CompareChart, describeEnd} from "../../src/components/compare/CompareChart.js";
import {spreadLabels} from "../../src/components/compare/spreadLabels.js";
import {lineOf} from "../fixtures/comparison.js";
import {randomFrom} from "../fixtures/random.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";

const WEEKS = {align: "premiere", y: "week", log: false};
const SIZE = {width: 1000, height: 400};

function draw(lines, {settings = WEEKS, note = null, size = SIZE} = {}) {
  const markup = toMarkup(CompareChart({lines, settings, note, label: "A comparison"}, size));
  assert.doesNotMatch(markup, /NaN|undefined|Infinity| style=/);
  return new JSDOM(markup).window.document.querySelector("svg");
}

const places = (path) => path.getAttribute("d").split(/[ML]/).filter(Boolean);

test("a line is whole where it is settled, dashed to a hollow dot where a week runs, with a ring at the finale", () => {
  const svg = draw([lineOf("Ace", [5, 4, 3, 2], {open: 1, finale: 1})]);
  const [solid] = svg.querySelectorAll(".stroke:not(.open)");
  const [dashed] = svg.querySelectorAll(".stroke.open");
  assert.equal(places(solid).length, 3);
  assert.equal(places(dashed).length, 2);
  assert.equal(places(dashed)[0], places(solid).at(-1));
  const [ring] = svg.querySelectorAll(".ring");
  assert.equal(`${ring.getAttribute("cx")},${ring.getAttribute("cy")}`, places(solid)[1]);
  assert.equal(svg.querySelectorAll(".hollow").length, 1);
  assert.equal(svg.querySelectorAll(".dot").length, 2);
  assert.match(svg.textContent, /finale/);
  assert.match(svg.textContent, /2 so far/);
});

test("a settled line has neither dashes nor a key for them", () => {
  const svg = draw([lineOf("Ace", [5, 4, 3])]);
  assert.equal(svg.querySelectorAll(".open, .hollow, .ring, .key-dash").length, 0);
  assert.doesNotMatch(svg.textContent, /not over|finale/);
});

test("the note stands at its place, in short where there is no room", () => {
  const lines = [lineOf("Ace", [5, 4, 3]), lineOf("Best", [1, 2, 9])];
  const note = {x: 2, text: "week 2: a rather long tale of who takes the lead and why", short: "week 2"};
  assert.match(draw(lines, {note}).querySelector(".note").textContent, /a rather long tale/);
  assert.equal(
    draw(lines, {note, size: {width: 300, height: 250, names: false}}).querySelector(".note").textContent,
    "week 2",
  );
});

test("six labels lie apart, whatever the ends are", () => {
  const lines = [9, 9, 9, 8, 8, 0].map((value, i) => lineOf("x".repeat(i + 3), [5, value]));
  const tops = [...draw(lines).querySelectorAll(".end-title")].map((label) => Number(label.getAttribute("y")));
  const sorted = tops.sort((a, b) => a - b);
  for (let i = 1; i < sorted.length; i += 1) assert.ok(sorted[i] - sorted[i - 1] >= 39.9, sorted.join());
});

test("labels stay between the edges and in the order of what they name", () => {
  const random = randomFrom(3);
  for (let round = 0; round < 200; round += 1) {
    const wanted = Array.from({length: 1 + Math.floor(random() * 9)}, () => random() * 400);
    const spread = spreadLabels(wanted, {distance: 40, top: 20, bottom: 360});
    const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
    for (const [place, i] of order.entries()) {
      assert.ok(spread[i] >= 20 - 1e-9 && spread[i] <= 360 + 1e-9);
      if (place > 0) assert.ok(spread[i] - spread[order[place - 1]] >= Math.min(40, 340 / (wanted.length - 1)) - 1e-9);
    }
  }
});

test("every point is inside the picture, on every scale and in every width", () => {
  const random = randomFrom(8);
  for (let round = 0; round < 15; round += 1) {
    const lines = Array.from({length: 1 + Math.floor(random() * 6)}, (_, i) =>
      lineOf(
        "x".repeat(i + 1),
        Array.from({length: 1 + Math.floor(random() * 40)}, () => Math.floor(10 ** (random() * 6)) - 1),
        {open: round % 2},
      ),
    );
    for (const width of [320, 1000]) {
      for (const log of [true, false]) {
        const size = {width, height: 300, names: width > 600};
        const svg = draw(lines, {settings: {...WEEKS, log}, size});
        for (const path of svg.querySelectorAll(".stroke")) {
          for (const [x, y] of places(path).map((place) => place.split(",").map(Number))) {
            assert.ok(x >= 0 && x <= width && y >= 0 && y <= 300, `${x},${y}`);
          }
        }
      }
    }
  }
});

test("no shows, shows without numbers and a single one are drawn", () => {
  assert.equal(draw([]).childElementCount, 0);
  assert.equal(draw([lineOf("Ace", [])]).childElementCount, 0);
  assert.equal(draw([lineOf("Ace", [7])]).querySelectorAll(".dot").length, 1);
  draw([lineOf("Ace", [0, 0, 0])], {settings: {...WEEKS, log: true}});
});

test("titles stay text", () => {
  const svg = draw(HOSTILE.map((title, i) => lineOf(title, [i + 1, 5], {id: i})));
  assert.equal(svg.querySelectorAll("img, script").length, 0);
});

test("a line's end says what its value is", () => {
  const week = (changes, y = "week") => describeEnd({...lineOf("Ace", [6400], changes)}, {y});
  assert.equal(week({open: 1}), "6,400 so far");
  assert.equal(week({}), "6,400");
  assert.equal(week({isOver: true}), "6,400 in its last week");
  assert.equal(week({isOver: true}, "total"), "6,400");
  assert.equal(week({isOver: true}, "daily"), "6,400 on its last day");
  assert.equal(week({}, "percent"), "6,400%");
  assert.equal(describeEnd({points: []}, {y: "week"}), "nothing is over yet");
});
