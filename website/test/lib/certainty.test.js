// What a number rests on, in words: the same on pages, in pictures and in the feed.

import assert from "node:assert/strict";
import {test} from "node:test";
import {describeEstimate, isOpen, joinSpans, qualify} from "../../src/components/lib/certainty.js";

const SPANS = {
  running: {complete: false, settled: false},
  provisional: {complete: true, settled: false},
  settled: {complete: true, settled: true},
};

test("a share that is hardly there is under 1%, not 0%", () => {
  const shares = [0, 1, 4, 5, 60, 1000].map((estimated) =>
    describeEstimate({downloads: 1000, downloads_estimated: estimated}),
  );
  assert.deepEqual(shares, [null, "under 1% estimated", "under 1% estimated", "1% estimated", "6% estimated", "100% estimated"]); // prettier-ignore
});

test("a number says so while its span is not over, and then how much of it is estimated", () => {
  const amount = {downloads: 100, downloads_estimated: 6};
  assert.deepEqual(
    Object.values(SPANS).map((span) => qualify("100 downloads", span, amount)),
    ["100 downloads so far", "100 downloads (provisional, 6% estimated)", "100 downloads"],
  );
  // A span that is not over is no better for having no estimate in it.
  assert.equal(qualify("100 downloads", {complete: false, settled: true}, amount), "100 downloads so far");
});

test("spans together are as certain as the least certain of them", () => {
  const {running, provisional, settled} = SPANS;
  assert.deepEqual(joinSpans([settled, settled]), settled);
  assert.deepEqual(joinSpans([settled, provisional]), provisional);
  assert.deepEqual(joinSpans([provisional, running]), running);
  assert.deepEqual(Object.values(SPANS).map(isOpen), [true, true, false]);
});
