// Addresses of weeks, today's and the first edition's: nothing leads to the newest week in silence.

import assert from "node:assert/strict";
import {test} from "node:test";
import {readOldWeek, readWeek} from "../../src/hydrate/frontAddress.js";

const SITE = {weeks: ["2025-W39", "2025-W40", "2025-W41"], choices: ["2025-W40", "2025-W41"]};
const CASES = [
  ["", "", null],
  ["", "#2025-W40", null],
  ["", "#list-title", null],
  ["", "#2025-W39", {address: "./week/2025-W39/"}],
  ["", "#2025-W99", {missing: "2025-W99"}],
  ["?week=2025-W40", "", {address: "./week/2025-W40/"}],
  ["?week=2025-W99", "", {missing: "2025-W99"}],
  ["?week=", "", {missing: ""}],
  ["?week=//evil.example", "", {missing: "//evil.example"}],
  ["?show=21", "", null],
];

for (const [search, hash, place] of CASES) {
  test(`/${search}${hash} leads to ${JSON.stringify(place)}`, () =>
    assert.deepEqual(readOldWeek({search, hash}, SITE), place));
}

test("a fragment names one of the weeks that are listed", () => {
  assert.equal(readWeek("#2025-W41", SITE.choices), "2025-W41");
  for (const hash of ["", "#", "#2025-W39", "#2025-W4"]) assert.equal(readWeek(hash, SITE.choices), null);
});
