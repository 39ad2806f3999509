// Scores against downloads: the trend, the shows farthest from it, and names that do not collide.

import assert from "node:assert/strict";
import test from "node:test";
import "../../scripts/document.js";
import {placeNames, ScoreSection} from "../../src/components/season/ScoreChart.js";
import {compareScores, fitTrend, predict} from "../../src/components/season/scores.js";
import {parse} from "../fixtures/parse.js";
import {randomFrom} from "../fixtures/random.js";

const show = (id, score, downloads, title = `Show ${id}`) => ({
  ...{id, score, downloads, title},
  rank: id,
  colorClass: "color-1",
});

test("the trend is the line of least squares", () => {
  const trend = fitTrend([[1, 3], [2, 5], [3, 7]]); // prettier-ignore
  assert.deepEqual([trend.slope, trend.intercept, predict(trend, 10)], [2, 1, 21]);
  assert.equal(fitTrend([[1, 3], [1, 5]]), null); // prettier-ignore
});

test("the three farthest on each side, the farthest first, and who has no score", () => {
  const line = Array.from({length: 20}, (_, i) => show(i + 1, 60 + i, 10 ** (3 + i / 20)));
  const odd = [show(31, 65, 1e6), show(32, 66, 3e5), show(33, 75, 3), show(34, 70, 20), show(35, null, 999)];
  const {more, fewer, unscored, shows} = compareScores([...line, ...odd]);
  assert.deepEqual(more.slice(0, 2).map(({id}) => id), [31, 32]); // prettier-ignore
  assert.deepEqual(fewer.slice(0, 2).map(({id}) => id), [33, 34]); // prettier-ignore
  assert.deepEqual([unscored, shows.length, more.length, fewer.length], [1, 24, 3, 3]);
});

test("where too few shows have a score, or all the same, there is no picture", () => {
  assert.equal(ScoreSection([1, 2, 3, 4].map((id) => show(id, 60 + id, 100))), null);
  assert.equal(ScoreSection([1, 2, 3, 4, 5, 6].map((id) => show(id, 70, 100 * id))), null);
  assert.equal(ScoreSection([1, 2, 3, 4, 5, 6].map((id) => show(id, null, 100 * id))), null);
});

function randomShows(seed) {
  const random = randomFrom(seed);
  const count = 5 + Math.floor(random() * 90);
  return Array.from({length: count}, (_, i) =>
    show(i + 1, 50 + Math.floor(random() * 45), 1 + Math.floor(10 ** (random() * 6)), `The long title of show ${i}`),
  );
}

test("a picture for every kind of screen, with a dot a show, and words for those who do not see it", () => {
  for (let seed = 0; seed < 6; seed++) {
    const shows = randomShows(seed);
    const root = parse(ScoreSection(shows));
    const charts = [...root.querySelectorAll("svg.score-chart")];
    assert.deepEqual(charts.map((chart) => chart.getAttribute("viewBox").split(" ")[2]), ["344", "700", "1200"]); // prettier-ignore
    for (const chart of charts) {
      assert.equal(chart.querySelectorAll("circle").length, shows.length);
      assert.match(chart.getAttribute("aria-label"), /Most above the trend: The long title/);
      assert.match(chart.textContent, /more downloads than the score suggests/);
      assert.match(chart.textContent, /fewer downloads than the score suggests/);
      assert.doesNotMatch(chart.outerHTML, /NaN|Infinity|undefined/);
    }
  }
});

test("names are within the plot and never upon each other", () => {
  const scales = {left: 40, right: 336, top: 26, bottom: 356};
  let count = 0;
  for (let seed = 0; seed < 60; seed++) {
    const random = randomFrom(seed);
    const dots = Array.from({length: 80}, (_, id) => ({
      ...{id, title: `Title number ${id}`, radius: 4},
      x: 40 + random() * 296,
      y: 26 + random() * 330,
    }));
    const names = placeNames(dots.slice(0, 6), {dots, scales, size: {room: 150}});
    count += names.length;
    for (const [i, a] of names.entries()) {
      assert.ok(a.x >= scales.left && a.x + a.width <= scales.right, `season ${seed}`);
      for (const b of names.slice(i + 1)) {
        const apart = Math.abs(a.y - b.y) >= 15.9 || a.x + a.width <= b.x || b.x + b.width <= a.x;
        assert.ok(apart, `season ${seed}: ${a.text} and ${b.text}`);
      }
    }
  }
  assert.ok(count > 340, `only ${count} names`);
});

test("shows without a score are counted", () => {
  const shows = [...randomShows(1), show(900, null, 5), show(901, null, 6)];
  assert.match(parse(ScoreSection(shows)).textContent, /2 shows without a score left out\./);
});
