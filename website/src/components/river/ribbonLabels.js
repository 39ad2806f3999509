// Where a ribbon can carry its own title: only upon itself, so that no two titles collide.

import {PLATEAU} from "./ribbonPath.js";
import {cut, textWidth, wrapped} from "../lib/text.js";

const SIZES = [26, 23, 20, 18, 16, 15, 14, 13, 12, 11, 10];
const LINE = 1.2;
const TALL = 1.1;
const PAD = 3;
const LEAST_LETTERS = 11;
const MOST_LINES = 3;

/**
 * The best place for a title upon its ribbon, given the stretches (cells `{x, y, width}`) in which it keeps its lane and
 * nothing passes over it: `{lines, size, turned, x, y, width, height}`, the middle and the extent (px) of the text;
 * null when there is none. A `turned` title reads downwards, along the ribbon.
 */
export function ribbonLabel(title, stretches, pitch) {
  const places = stretches.flatMap((stretch) => rooms(stretch, pitch)).flatMap((room) => fits(title, room));
  return places.reduce((best, place) => (best === null || place.worth > best.worth ? place : best), null);
}

/** The rectangles inside a stretch: one for each week, as wide as the ribbon is there, as long as it is no thinner. */
function rooms(stretch, pitch) {
  return stretch.map(({x, width}, index) => {
    const thinner = (cell) => cell.width < width;
    const from = stretch.slice(0, index).findLastIndex(thinner) + 1;
    const after = stretch.slice(index).findIndex(thinner);
    const to = after === -1 ? stretch.length - 1 : index + after - 1;
    const [top, bottom] = [stretch[from].y - (pitch * PLATEAU) / 2, stretch[to].y + (pitch * PLATEAU) / 2];
    return {x: x + width / 2, y: (top + bottom) / 2, across: width, down: bottom - top};
  });
}

function fits(title, {x, y, across, down}) {
  if (across < SIZES.at(-1) || down < SIZES.at(-1)) return [];
  return [upright(title, across, down), turned(title, across, down)]
    .filter((fit) => fit !== null)
    .map((fit) => ({x, y, ...fit, worth: worth(title, fit)}));
}

function upright(title, across, down) {
  for (const size of SIZES) {
    const most = Math.min(MOST_LINES, Math.floor((down / size - TALL) / LINE) + 1);
    const lines = wrapped(title, size, across - 2 * PAD, most);
    if (lines !== null) return text(lines, size, {turned: false});
  }
  return null;
}

function turned(title, across, down) {
  const sizes = SIZES.filter((size) => size * TALL <= across && size <= 15);
  const whole = sizes.find((size) => textWidth(title, size) <= down - 2 * PAD);
  const size = whole ?? sizes.findLast((one) => one >= 10);
  if (size === undefined) return null;
  const line = cut(title, size, down - 2 * PAD);
  return whole === undefined && line.length <= LEAST_LETTERS ? null : text([line], size, {turned: true});
}

function text(lines, size, {turned: along}) {
  const [long, high] = [
    Math.max(...lines.map((line) => textWidth(line, size))),
    size * (TALL + LINE * (lines.length - 1)),
  ];
  return {lines, size, turned: along, width: along ? high : long, height: along ? long : high};
}

/** More of the title is better, then larger letters; letters that stand upright count for some more. */
function worth(title, {lines, size, turned: along}) {
  return (4 * lines.join(" ").length) / title.length + size / 10 + (along ? 0 : 0.25);
}
