// Titles in sentences, the same answers as nyaastats/domain/text.py gives: its tests have the same tables.

import assert from "node:assert/strict";
import {test} from "node:test";
import {isolate, reopenIsolates, replaceControls, replaceLooseControls} from "../../src/components/lib/controls.js";

const [ARABIC, HEBREW, FAMILY] = ["برج بابل 2", "מגדל בבל", "👨\u200d👩\u200d👧"];
const ACTING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x07\x1b\x7f\x85\x9b";

test("what acts on other words is replaced", () => {
  for (const letter of ACTING) {
    assert.equal(replaceControls(`a${letter}b`), "a\ufffdb");
    assert.equal(replaceLooseControls(`a${letter}b`), "a\ufffdb");
  }
});

const TITLES = [
  [ARABIC, `\u2068${ARABIC}\u2069`],
  [`Tower ${HEBREW}`, `\u2068Tower ${HEBREW}\u2069`],
  [`${FAMILY}ب`, `\u2068${FAMILY}ب\u2069`],
  ["a\u200f", "\u2068a\u200f\u2069"],
  ["\u{1e900}", "\u2068\u{1e900}\u2069"],
  ["\u{10800}", "\u2068\u{10800}\u2069"],
  [`\u2069${HEBREW}`, `\u2068\ufffd${HEBREW}\u2069`],
  ["Frieren: Beyond Journey’s End", "Frieren: Beyond Journey’s End"],
  ["進撃の巨人 2", "進撃の巨人 2"],
  ["\u{20000}\u{1f600}", "\u{20000}\u{1f600}"],
  [FAMILY, FAMILY],
  ["", ""],
];

for (const [title, isolated] of TITLES) {
  test(`${JSON.stringify(title)} in a sentence is ${JSON.stringify(isolated)}`, () => {
    assert.equal(isolate(title), isolated);
    assert.equal(isolate(isolated), isolated);
    assert.equal(replaceLooseControls(`${isolated} is #1`), `${isolated} is #1`);
  });
}

const LOOSE = [
  ["\u2068a is #1", "\ufffda is #1"],
  ["a\u2069 is #1", "a\ufffd is #1"],
  ["\u2068\u2068a\u2069", "\ufffd\u2068a\u2069"],
  ["\u2066a\u2069", "\ufffda\ufffd"],
  ["\u2068a\nb\u2069", "\ufffda\nb\ufffd"],
  ["\u2068a\u202e\u2069", "\ufffda\ufffd\ufffd"],
];

for (const [sentence, kept] of LOOSE) {
  test(`the isolate of ${JSON.stringify(sentence)} is none`, () => {
    assert.equal(replaceLooseControls(sentence), kept);
  });
}

const BROKEN = [
  [
    ["a", "b"],
    ["a", "b"],
  ],
  [
    ["\u2068a", "b", "c\u2069: d"],
    ["\u2068a\u2069", "\u2068b\u2069", "\u2068c\u2069: d"],
  ],
  [["\u2068a…"], ["\u2068a…\u2069"]],
  [
    ["\u2068a\u2069 b", "c"],
    ["\u2068a\u2069 b", "c"],
  ],
];

for (const [lines, whole] of BROKEN) {
  test(`each of the lines ${JSON.stringify(lines)} has whole isolates`, () => {
    assert.deepEqual(reopenIsolates(lines), whole);
  });
}
