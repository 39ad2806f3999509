// Estimated text: what is broken or cut fits, and what fits is left alone.

import assert from "node:assert/strict";
import test from "node:test";
import {cut, textWidth, wrapped} from "../../src/components/lib/text.js";
import {randomFrom} from "../fixtures/seasons.js";

const LETTERS = [..."abc MWil.,'! éÄж日本ー🎉 ", " "];
const random = randomFrom(9);
const TITLES = Array.from({length: 400}, () =>
  Array.from({length: 1 + Math.floor(random() * 60)}, () => LETTERS[Math.floor(random() * LETTERS.length)]).join(""),
);

test("width grows with every letter and with the size", () => {
  assert.equal(textWidth("", 12), 0);
  for (const title of TITLES) {
    assert.ok(textWidth(`${title}i`, 10) > textWidth(title, 10));
    assert.ok(Math.abs(textWidth(title, 20) - 2 * textWidth(title, 10)) < 1e-6);
  }
});

test("a cut title fits, ends in an ellipsis and begins as the title does", () => {
  for (const title of TITLES) {
    const room = 14 + random() * 300;
    const line = cut(title, 11, room);
    assert.ok(textWidth(line, 11) <= room + 1e-6, `${line} in ${room}`);
    if (line === title.trim()) continue;
    assert.ok(line.endsWith("…") && title.trim().startsWith(line.slice(0, -1)), line);
    assert.ok(textWidth(title.trim(), 11) > room);
  }
});

test("a wrapped title keeps its words in order, on lines that fit", () => {
  let found = 0;
  for (const title of TITLES) {
    const room = 40 + random() * 200;
    const lines = wrapped(title, 11, room, 3);
    if (lines === null) continue;
    found++;
    assert.equal(lines.join(" "), title.split(/\s+/).filter(Boolean).join(" "));
    assert.ok(lines.length <= 3 && lines.every((line) => textWidth(line, 11) <= room));
  }
  assert.ok(found > 50);
});

test("what cannot be wrapped is not", () => {
  assert.deepEqual(wrapped("one two", 10, 1000, 1), ["one two"]);
  assert.equal(wrapped("one two", 10, 30, 1), null);
  assert.equal(wrapped("incomprehensible", 10, 30, 3), null);
  assert.equal(wrapped("  ", 10, 30, 3), null);
});
