// Which ribbon is meant, by a point and by a key.

import assert from "node:assert/strict";
import test from "node:test";
import {findCell, findNearest, stepCell, listWeekCells} from "../../src/components/river/hitTest.js";
import {layOutRiver} from "../../src/components/river/layout.js";
import {findEdges} from "../../src/components/river/ribbonPath.js";
import {randomFrom} from "../fixtures/random.js";
import {randomSeason, seasonOf, THREE_WEEKS} from "../fixtures/seasons.js";

const LAYOUT = layOutRiver(seasonOf(THREE_WEEKS));
const short = (cell) => cell && [cell.id, cell.week];

test("a point upon a ribbon means this ribbon in this week, however thin it is", () => {
  for (let seed = 0; seed < 60; seed++) {
    const layout = layOutRiver(randomSeason(seed), {width: seed % 2 ? 360 : 1280});
    for (const {id, runs} of layout.ribbons) {
      for (const {week, x, y, width} of runs.flat()) {
        assert.deepEqual(short(findNearest(layout, {x: x + width / 2, y})), [id, week], `season ${seed}`);
      }
    }
  }
});

test("a point beside the ribbons means the nearest one of its week, if it is near enough", () => {
  const random = randomFrom(3);
  for (let seed = 0; seed < 60; seed++) {
    const layout = layOutRiver(randomSeason(seed), {width: 768});
    for (const [week, {y}] of layout.weeks.entries()) {
      const x = layout.left + random() * layout.inner;
      const away = (cell) => Math.max(cell.x - x, x - cell.x - cell.width, 0);
      const distance = Math.min(...listWeekCells(layout, week).map(away));
      const nearest = findNearest(layout, {x, y}, 16);
      if (distance > 16) assert.equal(nearest, null);
      else assert.equal(away(nearest), distance, `season ${seed}, week ${week}`);
    }
  }
});

test("where ribbons cross, the one on top is meant", () => {
  const layout = layOutRiver(
    seasonOf([
      [
        [1, 900],
        [2, 500],
      ],
      [
        [2, 900],
        [1, 800],
      ],
    ]),
  );
  const y = layout.top + layout.pitch;
  const [below, above] = layout.ribbons.map(({runs}) => findEdges(runs[0], y, layout.pitch));
  const [left, right] = [Math.max(below.x, above.x), Math.min(below.x + below.width, above.x + above.width)];
  assert.ok(right - left > 50, "they cross");
  assert.equal(findNearest(layout, {x: (left + right) / 2, y}).id, 1);
});

test("above, below and far from all ribbons nothing is meant", () => {
  assert.equal(findNearest(LAYOUT, {x: 100, y: LAYOUT.top - 5}), null);
  assert.equal(findNearest(LAYOUT, {x: 100, y: LAYOUT.bottom + 5}), null);
  assert.equal(findNearest(LAYOUT, {x: LAYOUT.right + 400, y: LAYOUT.weeks[0].y}), null);
  assert.equal(findNearest(layOutRiver(seasonOf([])), {x: 50, y: 50}), null);
});

test("arrows lead along the ranks of a week and along the weeks of a show, and stop at the ends", () => {
  for (const [from, key, to] of [
    [[1, 0], "ArrowRight", [2, 0]],
    [[2, 0], "ArrowLeft", [1, 0]],
    [[1, 0], "ArrowLeft", [1, 0]],
    [[3, 0], "ArrowRight", [3, 0]],
    [[2, 1], "ArrowRight", [1, 1]],
    [[1, 0], "ArrowDown", [1, 1]],
    [[1, 0], "ArrowUp", [1, 0]],
    [[3, 0], "ArrowDown", [3, 2]],
    [[3, 2], "ArrowUp", [3, 0]],
    [[3, 2], "ArrowDown", [3, 2]],
    [[2, 2], "Home", [1, 2]],
    [[1, 2], "End", [2, 2]],
    [[1, 0], "x", null],
    [[1, 0], "constructor", null],
  ]) {
    assert.deepEqual(short(stepCell(LAYOUT, findCell(LAYOUT, ...from), key)), to, `${from} ${key}`);
  }
});

test("a show that is not in a week is nearest in its last one; one that is not drawn is not nearest", () => {
  assert.deepEqual(short(findCell(LAYOUT, 3, 1)), [3, 2]);
  assert.deepEqual(short(findCell(LAYOUT, 3, 0)), [3, 0]);
  assert.equal(findCell(LAYOUT, 99, 0), null);
});
