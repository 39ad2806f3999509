// The address of a comparison is all of it, and what is not understood in it does no harm.

import assert from "node:assert/strict";
import {test} from "node:test";
import {addShow, MAX_SHOWS, readState, removeShow, stateAddress} from "../../src/components/compare/state.js";

const USUAL = {ids: [], surplus: [], align: "premiere", y: "week", log: false};

const ADDRESSES = {
  "": USUAL,
  "?shows=21,177937": {...USUAL, ids: [21, 177937]},
  "?shows=21,177937&align=date&y=daily&log=1": {...USUAL, ids: [21, 177937], align: "date", y: "daily", log: true},
  "?shows=21,21,5": {...USUAL, ids: [21, 5]},
  "?shows=21,x,-3,0,1.5,,99999999999,5": {...USUAL, ids: [21, 5]},
  "?shows=1,2,3,4,5,6,7,8": {...USUAL, ids: [1, 2, 3, 4, 5, 6], surplus: [7, 8]},
  "?align=__proto__&y=constructor&log=true": USUAL,
};

for (const [search, state] of Object.entries(ADDRESSES)) {
  test(`the address ${search || "without a word"} is read`, () => assert.deepEqual(readState(search), state));
}

test("a state that is written is read as the same", () => {
  for (const align of ["premiere", "date"]) {
    for (const y of ["week", "daily", "episode", "total", "percent"]) {
      for (const log of [true, false]) {
        const state = {ids: [21, 177937], surplus: [], align, y, log};
        const address = stateAddress(state);
        assert.deepEqual(readState(new URL(address, "https://example.org").search), state);
        assert.doesNotMatch(address, /%/);
      }
    }
  }
  assert.equal(stateAddress({ids: []}), "./compare/");
  assert.equal(stateAddress({ids: [1, 2]}), "./compare/?shows=1,2");
});

test("a show is added once, and a seventh not at all", () => {
  const full = {...USUAL, ids: [1, 2, 3, 4, 5, 6]};
  assert.equal(full.ids.length, MAX_SHOWS);
  assert.deepEqual(addShow(USUAL, 7).ids, [7]);
  assert.deepEqual(addShow(full, 7).ids, full.ids);
  assert.deepEqual(addShow(full, 3).ids, full.ids);
  assert.deepEqual(removeShow(full, 3).ids, [1, 2, 4, 5, 6]);
});
