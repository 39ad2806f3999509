// Estimated text: what is broken or cut fits, and what fits is left alone.

import assert from "node:assert/strict";
import test from "node:test";
import {truncateText, measureText, wrapText} from "../../src/components/lib/text.js";
import {randomFrom} from "../fixtures/random.js";

const LETTERS = [..."abc MWil.,'! éÄж日本ー🎉 ", " "];
const random = randomFrom(9);
const TITLES = Array.from({length: 400}, () =>
  Array.from({length: 1 + Math.floor(random() * 60)}, () => LETTERS[Math.floor(random() * LETTERS.length)]).join(""),
);

test("width grows with every letter and with the size", () => {
  assert.equal(measureText("", 12), 0);
  for (const title of TITLES) {
    assert.ok(measureText(`${title}i`, 10) > measureText(title, 10));
    assert.ok(Math.abs(measureText(title, 20) - 2 * measureText(title, 10)) < 1e-6);
  }
});

test("what stands for a control has the room that it takes", () => {
  assert.ok(measureText("\ufffd", 10) >= 10);
});

test("a cut title fits, ends in an ellipsis and begins as the title does", () => {
  for (const title of TITLES) {
    const room = 14 + random() * 300;
    const line = truncateText(title, 11, room);
    assert.ok(measureText(line, 11) <= room + 1e-6, `${line} in ${room}`);
    if (line === title.trim()) continue;
    assert.ok(line.endsWith("…") && title.trim().startsWith(line.slice(0, -1)), line);
    assert.ok(measureText(title.trim(), 11) > room);
  }
});

test("a wrapped title keeps its words in order, on lines that fit", () => {
  let wraps = 0;
  for (const title of TITLES) {
    const room = 40 + random() * 200;
    const lines = wrapText(title, 11, room, 3);
    if (lines === null) continue;
    wraps++;
    assert.equal(lines.join(" "), title.split(/\s+/).filter(Boolean).join(" "));
    assert.ok(lines.length <= 3 && lines.every((line) => measureText(line, 11) <= room));
  }
  assert.ok(wraps > 50);
});

test("what cannot be wrapped is not", () => {
  assert.deepEqual(wrapText("one two", 10, 1000, 1), ["one two"]);
  assert.equal(wrapText("one two", 10, 30, 1), null);
  assert.equal(wrapText("incomprehensible", 10, 30, 3), null);
  assert.equal(wrapText("  ", 10, 30, 3), null);
});
