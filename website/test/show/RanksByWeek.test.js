// A show's ranks by week, against rankings.json.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../../scripts/document.js";
import {RanksByWeek, ranksOf} from "../../src/components/show/RanksByWeek.js";
import {numbers} from "../fixtures/episodes.js";

const weekOf = (i, ranks) => ({
  week: `2025-W${40 + i}`,
  complete: i < 3,
  rankings: ranks.map(([anilist_id, rank]) => ({anilist_id, rank})),
});

const SEASON = {weeks: [weekOf(0, [[9, 1]]), weekOf(1, [[7, 2]]), weekOf(2, [[9, 1]]), weekOf(3, [[7, 1]])]};

const ranksFor = (list) => list.map((rank, i) => ({week: `2025-W${10 + i}`, complete: i < list.length - 1, rank}));

test("the weeks from the first with a rank to the last, gaps being null", () => {
  assert.deepEqual(
    ranksOf(SEASON, 7).map(({rank}) => rank),
    [2, null, 1],
  );
  assert.deepEqual(
    ranksOf(SEASON, 9).map(({rank}) => rank),
    [1, null, 1],
  );
  assert.deepEqual(ranksOf(SEASON, 1), []);
});

test("no line over a gap, a ring for the running week, all of it in words", () => {
  const picture = RanksByWeek(ranksFor([3, null, 2, 2]));
  assert.equal(picture.querySelectorAll("circle").length, 3);
  assert.equal(picture.querySelectorAll(".run").length, 1);
  assert.equal(picture.querySelectorAll("circle.unfinished").length, 1);
  assert.equal(
    picture.getAttribute("aria-label"),
    "Rank by week. Week 10: 3, Week 11: not ranked, Week 12: 2, Week 13: 2 (still running)",
  );
});

test("a better rank stands higher, equal ranks stand level, and nothing leaves the picture", () => {
  const random = numbers(11);
  for (let i = 0; i < 200; i++) {
    const list = Array.from({length: 1 + Math.floor(random() * 30)}, () =>
      random() < 0.2 ? null : 1 + Math.floor(random() * 80),
    );
    const known = list.filter((rank) => rank !== null);
    if (known.length === 0) continue;
    const picture = RanksByWeek(ranksFor(list), {width: 340});
    const dots = [...picture.querySelectorAll("circle")].map((dot) =>
      ["cx", "cy"].map((name) => Number(dot.getAttribute(name))),
    );
    const height = Number(picture.getAttribute("height"));
    assert.equal(dots.length, known.length);
    assert.doesNotMatch(picture.outerHTML, /NaN|undefined|Infinity/);
    dots.forEach(([x, y], at) => {
      assert.ok(x >= 4 && x <= 336 && y >= 4 && y <= height - 20);
      for (const other of dots.keys()) assert.equal(Math.sign(y - dots[other][1]), Math.sign(known[at] - known[other]));
    });
  }
});
