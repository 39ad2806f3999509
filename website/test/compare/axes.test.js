// The scales of a comparison: from zero, with round ticks of which the last is drawn, too.

import assert from "node:assert/strict";
import {test} from "node:test";
import {scalePlaces, scaleValues} from "../../src/components/compare/axes.js";

const HEIGHTS = {top: 10, bottom: 210};

for (const [max, ticks] of [
  [0, [0, 1]],
  [3, [0, 1, 2, 3]],
  [8, [0, 2, 4, 6, 8]],
  [10, [0, 3, 6, 9]], // two and a half downloads are none
  [5317, [0, 2000, 4000]],
  [80_000, [0, 20_000, 40_000, 60_000, 80_000]],
  [99_999, [0, 25_000, 50_000, 75_000]],
]) {
  test(`up to ${max}: ${ticks.join(", ")}`, () => {
    const {apply, ticks: drawn} = scaleValues({min: 0, max, log: false}, HEIGHTS);
    assert.deepEqual(drawn, ticks);
    assert.equal(apply(0), HEIGHTS.bottom);
    assert.equal(apply(Math.max(max, 1)), HEIGHTS.top);
    assert.equal(apply(Math.max(max, 1) / 2), (HEIGHTS.top + HEIGHTS.bottom) / 2);
  });
}

test("on a logarithmic scale a factor is a distance, and what is below its first power lies on the axis", () => {
  const {apply, ticks} = scaleValues({min: 10, max: 1000, log: true}, HEIGHTS);
  assert.deepEqual(ticks, [10, 20, 50, 100, 200, 500, 1000]);
  assert.deepEqual([0, 10, 100, 1000].map(apply), [210, 210, 110, 10]);
});

test("weeks across are counted from the first, dates are named as days, from three months on as months", () => {
  const width = {left: 0, right: 600};
  const labels = (places) => scalePlaces(places, width).ticks.map(({x, label}) => [x, label]);
  assert.deepEqual(labels({min: 1, max: 4, unit: "week"}), [[1, "week 1"], [2, "2"], [3, "3"], [4, "4"]]); // prettier-ignore
  assert.deepEqual(labels({min: 20_362, max: 20_376, unit: "date"}), [[20_362, "1 Oct"], [20_369, "8 Oct"], [20_376, "15 Oct"]]); // prettier-ignore
  const months = labels({min: 20_362, max: 20_462, unit: "date"}).map(([, label]) => label);
  assert.deepEqual(months, ["Oct 2025", "Nov", "Dec", "Jan 2026"]);
});

// However far the last place is from the first, ticks across have room between them.

const FRAME = {left: 40, right: 940};
const SPANS = [1, 12, 99, 1_200, 9_999, 1_000_000, 2 ** 31 - 1];

for (const unit of ["week", "episode", "day"]) {
  for (const max of SPANS) {
    test(`${max} ${unit}s have few ticks, apart from each other`, () => {
      const {apply, ticks} = scalePlaces({min: 1, max, unit}, FRAME);
      const places = ticks.map(({x}) => apply(x));
      assert.ok(ticks.length <= 26, `${ticks.length} ticks`);
      for (let i = 1; i < places.length; i += 1) assert.ok(places[i] - places[i - 1] >= 36, places.join());
    });
  }
}

for (const years of [0.2, 3, 20, 200]) {
  test(`${years} years of dates have few ticks, apart from each other`, () => {
    const {apply, ticks} = scalePlaces({min: 10_000, max: 10_000 + 365 * years, unit: "date"}, FRAME);
    const places = ticks.map(({x}) => apply(x));
    assert.ok(places.length > 1);
    for (let i = 1; i < places.length; i += 1) assert.ok(places[i] - places[i - 1] >= 40, places.join());
  });
}
