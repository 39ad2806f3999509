// How a week is written: its dates, with the month and the year once where they are the same; counts and changes.

import assert from "node:assert/strict";
import {test} from "node:test";

// Ten hours behind UTC, where a date's first moment is still the day before. Set before the formats are made.
process.env.TZ = "Pacific/Honolulu";
const {
  describeMovement,
  formatChange,
  formatCount,
  formatDay,
  formatShortCount,
  formatShortDay,
  formatShortWeekDates,
  formatTime,
  formatWeek,
  formatWeekDates,
} = await import("../../src/components/lib/format.js");

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

test("days and times are those of UTC, wherever the page is made or read", () => {
  assert.equal(new Date("2025-10-06").getDate(), 5);
  assert.equal(formatDay("2025-10-06"), "6 October 2025");
  assert.equal(formatShortDay("2025-10-06"), "6 Oct");
  assert.match(formatTime("2026-01-20T01:57:01Z"), /^20 January 2026 at 01:57 UTC$/);
});

for (const [number, long, short] of [
  [0, "0", "0"],
  [999, "999", "999"],
  [12_345, "12,345", "12.3k"],
  [999_999, "999,999", "1M"],
  [1_250_000, "1,250,000", "1.3M"],
]) {
  test(`${number} is ${long}, and ${short} on an axis`, () => {
    assert.equal(formatCount(number), long);
    assert.equal(formatShortCount(number), short);
  });
}

test("a change has its sign, and a minus as wide as a plus", () => {
  assert.deepEqual([0.05, -0.13, 0, 2].map(formatChange), ["+5%", "−13%", "0%", "+200%"]);
  assert.deepEqual([-0.0015, 0.004, -0.005].map(formatChange), ["0%", "0%", "−1%"]); // a sign with no change misleads
});

test("a smaller rank is up", () => {
  const signs = [[3, 1], [1, 3], [2, 2], [null, 1]].map(([before, rank]) => describeMovement(before, rank)); // prettier-ignore
  assert.deepEqual(
    signs.map(({kind, sign, by}) => [kind, sign, by]),
    [["up", "▲", 2], ["down", "▼", 2], ["same", "=", 0], ["new", "new", null]], // prettier-ignore
  );
});
