// The front page's address: what is written is read back, and nothing else is believed.

import assert from "node:assert/strict";
import {test} from "node:test";
import {formatView, readView} from "../../src/components/ranking/view.js";

const SEASON = {
  shows: new Map([21, 177937].map((id) => [id, {id, hasPage: true}])),
  weeks: [{week: "2025-W52"}, {week: "2026-W01"}],
};

const CASES = [
  ["", null, null],
  ["?show=21", 21, null],
  ["?week=2026-W01", null, "2026-W01"],
  ["?week=2025-W52&show=177937", 177937, "2025-W52"],
  ["?show=22&week=2025-W51", null, null],
  ["?show=021", null, null],
  ["?show=21.0", null, null],
  ["?show=2e1", null, null],
  ["?show=&week=", null, null],
  ["?show=<b>&week=%00", null, null],
  ["?show=%E0%A4%A", null, null],
  ["?SHOW=21&utm_source=x", null, null],
  ["?show=21&show=177937", 21, null],
];

for (const [search, show, week] of CASES) {
  test(`readView of ${JSON.stringify(search)}`, () => assert.deepEqual(readView(search, SEASON), {show, week}));
}

test("a written view is read back", () => {
  for (const show of [null, 21, 177937]) {
    for (const week of [null, "2025-W52", "2026-W01"]) {
      assert.deepEqual(readView(formatView({show, week}), SEASON), {show, week});
    }
  }
});

test("the same view is always the same address", () => {
  assert.equal(formatView({show: 21, week: "2026-W01"}), "?show=21&week=2026-W01");
  assert.equal(formatView({week: "2026-W01", show: 21}), "?show=21&week=2026-W01");
  assert.equal(formatView({show: null, week: null}), "");
});
