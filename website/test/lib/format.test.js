// How a week is written: its dates, with the month and the year once where they are the same.

import assert from "node:assert/strict";
import {test} from "node:test";
import {formatShortWeekDates, formatWeek, formatWeekDates} from "../../src/components/lib/format.js";

const WEEKS = [
  ["2026-01-12", "12–18 January 2026", "12–18 Jan"],
  ["2025-09-29", "29 September – 5 October 2025", "29 Sept – 5 Oct"],
  ["2025-12-29", "29 December 2025 – 4 January 2026", "29 Dec – 4 Jan"],
  ["2026-02-23", "23 February – 1 March 2026", "23 Feb – 1 Mar"],
];

for (const [start, long, short] of WEEKS) {
  test(`the week from ${start} is ${long}`, () => {
    assert.equal(formatWeekDates(start), long);
    assert.equal(formatShortWeekDates(start), short);
    assert.equal(formatWeek({start_date: start, number: 3}), `${long} (week 3)`);
  });
}
