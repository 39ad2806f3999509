// Where a ribbon can carry its own title: only upon itself, so that no two titles collide.

import {measureText, truncateText, wrapText} from "../lib/text.js";
import {PLATEAU} from "./ribbonPath.js";

const SIZES = [28, 26, 24, 22, 20, 18, 17, 16, 15, 14, 13, 12, 11];
const LINE_HEIGHT = 1.2;
const TEXT_HEIGHT = 1.1;
const PADDING = 3;
const MIN_LETTERS = 11;
const MAX_LINES = 3;
const MAX_TURNED_SIZE = 15;
/** A size (px) is given up for one line fewer: two lines of 20 px rather than three of 28. */
const LINE_COST = 9;

/**
 * The best place for a title upon its ribbon, given the stretches (cells `{x, y, width}`) in which it keeps its lane and
 * nothing passes over it: `{lines, size, turned, x, y, width, height}`, the middle and the extent (px) of the text;
 * null when there is none. A `turned` title reads downwards, along the ribbon.
 */
export function placeLabel(title, stretches, pitch) {
  const places = stretches.flatMap((stretch) => findRooms(stretch, pitch)).flatMap((room) => fitTitle(title, room));
  return places.reduce((best, place) => (best === null || place.score > best.score ? place : best), null);
}

/** The rectangles inside a stretch: one for each week, as wide as the ribbon is there, as long as it is no thinner. */
function findRooms(stretch, pitch) {
  return stretch.map(({x, width}, index) => {
    const isThinner = (cell) => cell.width < width;
    const from = stretch.slice(0, index).findLastIndex(isThinner) + 1;
    const after = stretch.slice(index).findIndex(isThinner);
    const to = after === -1 ? stretch.length - 1 : index + after - 1;
    const [top, bottom] = [stretch[from].y - (pitch * PLATEAU) / 2, stretch[to].y + (pitch * PLATEAU) / 2];
    return {x: x + width / 2, y: (top + bottom) / 2, across: width, down: bottom - top};
  });
}

function fitTitle(title, {x, y, across, down}) {
  if (across < SIZES.at(-1) || down < SIZES.at(-1)) return [];
  return [fitUpright(title, across, down), fitTurned(title, across, down)]
    .filter((fit) => fit !== null)
    .map((fit) => ({x, y, ...fit, score: scoreFit(title, fit)}));
}

/** In the largest letters, but rather in few lines; a word alone on its line counts as a line more. */
function fitUpright(title, across, down) {
  const room = across - 2 * PADDING;
  const fits = Array.from({length: MAX_LINES}, (_, i) => i + 1).flatMap((count) => {
    const size = SIZES.find(
      (candidate) =>
        candidate * (TEXT_HEIGHT + LINE_HEIGHT * (count - 1)) <= down &&
        wrapText(title, candidate, room, count) !== null,
    );
    return size === undefined ? [] : [{size, lines: balanceLines(title, size, room, count)}];
  });
  const worth = ({size, lines}) => size - LINE_COST * (lines.length + (hasOrphan(lines) ? 1 : 0));
  const best = fits.reduce((before, fit) => (before === null || worth(fit) > worth(before) ? fit : before), null);
  return best && measureLines(best.lines, best.size, {turned: false});
}

/** The title in as many lines as it takes, all as alike in length as can be. */
function balanceLines(title, size, room, maxLines) {
  const lines = wrapText(title, size, room, maxLines);
  for (let narrow = room - size; narrow > 0; narrow -= size) {
    const even = wrapText(title, size, narrow, lines.length);
    if (even === null) return wrapText(title, size, narrow + size, lines.length);
  }
  return lines;
}

const hasOrphan = (lines) =>
  lines.length > 1 && Math.min(...lines.map(({length}) => length)) < Math.max(...lines.map(({length}) => length)) / 2;

function fitTurned(title, across, down) {
  const sizes = SIZES.filter((size) => size * TEXT_HEIGHT <= across && size <= MAX_TURNED_SIZE);
  const whole = sizes.find((size) => measureText(title, size) <= down - 2 * PADDING);
  const size = whole ?? sizes.at(-1);
  if (size === undefined) return null;
  const line = truncateText(title, size, down - 2 * PADDING);
  // A few letters and an ellipsis name no show: better no label.
  return whole === undefined && line.length <= MIN_LETTERS ? null : measureLines([line], size, {turned: true});
}

function measureLines(lines, size, {turned}) {
  const length = Math.max(...lines.map((line) => measureText(line, size)));
  const thickness = size * (TEXT_HEIGHT + LINE_HEIGHT * (lines.length - 1));
  const [width, height] = turned ? [thickness, length] : [length, thickness];
  return {lines, size, turned, width, height};
}

/** More of the title is better, then larger letters; upright letters count for some more. */
function scoreFit(title, {lines, size, turned}) {
  return (4 * lines.join(" ").length) / title.length + size / 10 + (turned ? 0 : 0.25);
}
