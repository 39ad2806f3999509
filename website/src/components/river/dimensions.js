// The river's outer sizes: its box, of proportions that are fixed before any script runs, and how many lanes it shows.

import {isOpen} from "../lib/certainty.js";

/**
 * Widths (px) from which the box has other proportions, each with the width that it is drawn for: a week is `rows / weeks`
 * high, within `min` and `max`; dates stand in the `gutter`; `names` ribbons are named at their end; `notes` is how many
 * lines the notes take, `openNotes` while weeks can still change. The `from` values stand in river.css too, where spacers
 * keep the room.
 */
export const TIERS = [
  {name: "narrow", from: 0, width: 360, min: 40, rows: 560, max: 76, gutter: 58, names: 2, notes: 3, openNotes: 5},
  {name: "middle", from: 480, width: 768, min: 46, rows: 600, max: 80, gutter: 58, names: 3, notes: 2, openNotes: 3},
  {name: "wide", from: 1000, width: 1200, min: 49, rows: 640, max: 84, gutter: 70, names: 3, notes: 1, openNotes: 2},
];

/** How many rank lanes are drawn at first. */
export const FIRST_LANES = 25;

/** From the plot's edge down to the first of the notes; the names stand between. */
export const NOTES_BELOW = 58;
export const NOTE_HEIGHT = 17;

const MIN_WIDTH = 240;
const HEAD = 24;
const MARGIN = 4;
const BELOW_NOTES = 6;

/**
 * The box that a tier reserves for a season's weeks: `{width, rows, rest}`; its rows are as high, for its width, as `rows`
 * is for `width`, and what stands above and below them is `rest` px high at any width.
 */
export function reserveBox(tier, weeks) {
  const count = Math.max(weeks.length, 1);
  const pitch = Math.min(Math.max(tier.rows / count, tier.min), tier.max);
  return {width: tier.width, rows: pitch * count, rest: HEAD + reserveFoot(tier, weeks)};
}

/**
 * The sizes (px) of a chart of a season's weeks in a box of `boxWidth`: `{width, height, left, top, right, bottom, inner,
 * pitch, names}`; left to bottom are the edges of the plot, `inner` its width, `pitch` the height of a week, `names` how
 * many ribbons are named at their end.
 */
export function computeDimensions(weeks, boxWidth) {
  const width = Math.max(boxWidth, MIN_WIDTH);
  const tier = TIERS.findLast(({from}) => width >= from);
  const box = reserveBox(tier, weeks);
  const plot = (width * box.rows) / box.width;
  const [left, top, right, bottom] = [tier.gutter, HEAD, width - MARGIN, HEAD + plot];
  const pitch = plot / Math.max(weeks.length, 1);
  return {width, height: plot + box.rest, left, top, right, bottom, inner: right - left, pitch, names: tier.names};
}

function reserveFoot({notes, openNotes}, weeks) {
  const lines = weeks.some(isOpen) ? openNotes : notes;
  return NOTES_BELOW + (lines - 1) * NOTE_HEIGHT + BELOW_NOTES;
}

/** How many of a chart's ranks have a lane. */
export const countLanes = (ranks, {all}) => (all ? ranks : Math.min(ranks, FIRST_LANES));
