// A show's ranks by week, against rankings.json.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../fixtures/document.js";
import {buildSeason} from "../../src/components/lib/season.js";
import {RanksByWeek, listRanks} from "../../src/components/show/RanksByWeek.js";
import {numbers} from "../fixtures/episodes.js";

const startOf = (i) => new Date(Date.UTC(2025, 8, 29 + 7 * i)).toISOString().slice(0, 10);

const weekOf = (i, ranks) => ({
  week: `2025-W${40 + i}`,
  start_date: startOf(i),
  complete: i < 3,
  settled: i < 2,
  rankings: ranks.map(([anilist_id, rank]) => ({anilist_id, rank, downloads: 100, downloads_estimated: 8})),
});

const WEEKS = [weekOf(0, [[9, 1]]), weekOf(1, [[7, 2]]), weekOf(2, [[9, 1]]), weekOf(3, [[7, 1]])];
const SEASON = buildSeason({season: "Fall 2025", data_until: "2025-10-22T00:00:00Z", weeks: WEEKS}, {shows: []});

const ranksFor = (list) =>
  list.map((rank, i) => {
    const complete = i < list.length - 1;
    return {
      start_date: startOf(i),
      number: i + 1,
      complete,
      settled: complete,
      rank,
      certainty: complete ? null : "so far",
    };
  });

test("the weeks from the first with a rank to the last, gaps being null", () => {
  assert.deepEqual(
    listRanks(SEASON, 7).map(({rank}) => rank),
    [2, null, 1],
  );
  assert.deepEqual(
    listRanks(SEASON, 9).map(({rank}) => rank),
    [1, null, 1],
  );
  assert.deepEqual(listRanks(SEASON, 1), []);
});

test("no line over a gap, a ring for the running week, all of it in words", () => {
  const picture = RanksByWeek(ranksFor([3, null, 2, 2]));
  assert.equal(picture.querySelectorAll("circle").length, 3);
  assert.equal(picture.querySelectorAll(".run").length, 1);
  assert.equal(picture.querySelectorAll("circle.open").length, 1);
  assert.equal(picture.querySelectorAll(".run.open").length, 1);
  assert.equal(
    picture.getAttribute("aria-label"),
    "Rank by week. 29 Sept (week 1): 3, 6 Oct (week 2): not ranked, 13 Oct (week 3): 2, 20 Oct (week 4): 2 (so far)",
  );
});

test("a provisional week has a ring and a dashed line too, and its words", () => {
  const picture = RanksByWeek(listRanks(SEASON, 9));
  assert.equal(picture.querySelectorAll("circle.open").length, 1);
  assert.match(picture.getAttribute("aria-label"), /13 Oct \(week 3\): 1 \(provisional, 8% estimated\)$/);
  assert.match(picture.textContent, /13 Oct \(week 3\), provisional, 8% estimated$/);
});

test("a better rank stands higher, equal ranks stand level, and nothing leaves the picture", () => {
  const random = numbers(11);
  for (let i = 0; i < 200; i++) {
    const list = Array.from({length: 1 + Math.floor(random() * 30)}, () =>
      random() < 0.2 ? null : 1 + Math.floor(random() * 80),
    );
    const ranks = list.filter((rank) => rank !== null);
    if (ranks.length === 0) continue;
    const picture = RanksByWeek(ranksFor(list), {width: 340});
    const dots = [...picture.querySelectorAll("circle")].map((dot) =>
      ["cx", "cy"].map((name) => Number(dot.getAttribute(name))),
    );
    const height = Number(picture.getAttribute("height"));
    assert.equal(dots.length, ranks.length);
    assert.doesNotMatch(picture.outerHTML, /NaN|undefined|Infinity/);
    dots.forEach(([x, y], at) => {
      assert.ok(x >= 4 && x <= 336 && y >= 4 && y <= height - 20);
      for (const other of dots.keys()) assert.equal(Math.sign(y - dots[other][1]), Math.sign(ranks[at] - ranks[other]));
    });
  }
});
