// Ticks across: round numbers with room between them, however far the last place is from the first.

import assert from "node:assert/strict";
import {test} from "node:test";
import {scalePlaces} from "../../src/components/compare/axes.js";

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
