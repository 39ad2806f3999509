// Where a ribbon can carry its own title: only upon itself, so that no two titles collide.

import {PLATEAU} from "./riverPath.js";
import {cut, textWidth, wrapped} from "./riverText.js";

const SIZES = [26, 23, 20, 18, 16, 15, 14, 13, 12, 11, 10];
const LINE = 1.2;
const PAD = 3;
const LEAST_LETTERS = 9;
const MOST_LINES = 3;

/**
 * The best place for a title upon its ribbon, given the stretches (cells `{x, y, width}`) in which it keeps its lane and
 * nothing passes over it: `{lines, size, turned, x, y, width, height}`, the middle and the extent (px) of the text;
 * null when there is none. A `turned` title reads downwards, along the ribbon.
 */
export function ribbonLabel(title, stretches, pitch) {
  const places = stretches.flatMap((stretch) => windows(stretch, pitch)).flatMap((room) => fits(title, room));
  return places.reduce((best, place) => (best === null || place.worth > best.worth ? place : best), null);
}

/** The rectangles inside a stretch of a ribbon, one for each first and last week. */
function windows(stretch, pitch) {
  return stretch.flatMap((_, from) =>
    stretch.slice(from).map((__, more) => inside(stretch.slice(from, from + more + 1), pitch)),
  );
}

function inside(cells, pitch) {
  const half = (pitch * PLATEAU) / 2;
  const left = Math.max(...cells.map((cell) => cell.x));
  const right = Math.min(...cells.map((cell) => cell.x + cell.width));
  return {left, right, top: cells[0].y - half, bottom: cells.at(-1).y + half};
}

function fits(title, {left, right, top, bottom}) {
  const [across, down] = [right - left, bottom - top];
  if (across < SIZES.at(-1) || down < SIZES.at(-1)) return [];
  const middle = {x: (left + right) / 2, y: (top + bottom) / 2};
  return [upright(title, across, down), turned(title, across, down)]
    .filter((fit) => fit !== null)
    .map((fit) => ({...middle, ...fit, worth: worth(title, fit)}));
}

function upright(title, across, down) {
  for (const size of SIZES) {
    const most = Math.min(MOST_LINES, Math.floor((down - 2) / (size * LINE)));
    const lines = wrapped(title, size, across - 2 * PAD, most);
    if (lines !== null) return text(lines, size, {turned: false});
  }
  return null;
}

function turned(title, across, down) {
  const sizes = SIZES.filter((size) => size * 1.1 <= across && size <= 15);
  const whole = sizes.find((size) => textWidth(title, size) <= down - 2 * PAD);
  const size = whole ?? sizes.findLast((one) => one >= 10);
  if (size === undefined) return null;
  const line = cut(title, size, down - 2 * PAD);
  return whole === undefined && line.length <= LEAST_LETTERS ? null : text([line], size, {turned: true});
}

function text(lines, size, {turned: along}) {
  const [long, high] = [Math.max(...lines.map((line) => textWidth(line, size))), size * LINE * lines.length];
  return {lines, size, turned: along, width: along ? high : long, height: along ? long : high};
}

/** More of the title is better, then larger letters; letters that stand upright count for some more. */
function worth(title, {lines, size, turned: along}) {
  return (4 * lines.join(" ").length) / title.length + size / 10 + (along ? 0 : 0.5);
}
