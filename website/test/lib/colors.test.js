// One colour a show, and ten hues a season.

import assert from "node:assert/strict";
import {test} from "node:test";
import {assignColors, toHue} from "../../src/components/lib/colors.js";

const show = (id, color = null) => ({anilist_id: id, color});
const numbers = (from, to) => Array.from({length: to - from + 1}, (_, i) => from + i);

test("the ten best of a season have a hue each, in the order of their ranks", () => {
  const classes = assignColors(
    [numbers(1, 12)],
    numbers(1, 12).map((id) => show(id, "#8cfb85")),
  );
  assert.deepEqual(
    numbers(1, 10).map((id) => classes.get(id)),
    numbers(1, 10).map((rank) => `color-${rank}`),
  );
  for (const id of [11, 12]) assert.match(classes.get(id), /^tone-\d+$/);
});

test("a show keeps its hue in later seasons, and no other of the season's ten has it", () => {
  const later = [...numbers(21, 25), 3, ...numbers(26, 29)];
  const classes = assignColors(
    [numbers(1, 10), later],
    numbers(1, 29).map((id) => show(id)),
  );
  assert.equal(classes.get(3), "color-3");
  const hues = later.map((id) => classes.get(id));
  assert.equal(new Set(hues).size, 10);
  assert.ok(hues.every((hue) => hue.startsWith("color-")));
});

test("a show that is far down in a later season gives its hue to another", () => {
  const later = [...numbers(21, 50), 3];
  const classes = assignColors(
    [numbers(1, 10), later],
    numbers(1, 50).map((id) => show(id)),
  );
  assert.equal(classes.get(3), "color-3");
  assert.ok(later.slice(0, 10).some((id) => classes.get(id) === "color-3"));
});

test("a tone is AniList's hue, and a grey or missing one still a tone that stays", () => {
  const shows = [show(1, "#ff0000"), show(2, "#808080"), show(3)];
  const [first, again] = [assignColors([], shows), assignColors([], shows.toReversed())];
  assert.equal(first.get(1), "tone-2");
  for (const {anilist_id: id} of shows) {
    assert.match(first.get(id), /^tone-([0-9]|1[0-9]|2[0-3])$/);
    assert.equal(first.get(id), again.get(id));
  }
});

// From the CSS Color Module Level 4, section 9.2: red is oklch(0.628 0.2577 29.23).
test("OKLCH's hue is that of the specification", () => {
  assert.ok(Math.abs(toHue("#ff0000").hue - 29.23) < 0.05);
  assert.ok(Math.abs(toHue("#ff0000").chroma - 0.2577) < 0.001);
  assert.ok(toHue("#777777").chroma < 0.001);
});
