// The river's outer sizes: its box, of proportions that are fixed before any script runs, and how many lanes it shows.

/**
 * Widths (px) from which the box has other proportions, each with the width, week height (`pitch`) and room for notes
 * (`foot`) that it is drawn for. The `from` values stand in river.css too, where spacers keep the room.
 */
export const TIERS = [
  {name: "narrow", from: 0, width: 360, pitch: 44, foot: 93},
  {name: "middle", from: 480, width: 768, pitch: 46, foot: 60},
  {name: "wide", from: 1100, width: 1200, pitch: 48, foot: 44},
];

const MIN_WIDTH = 240;
const MIN_WEEKS = 4;
const HEAD = 24;
const GUTTER = 46;
const MARGIN = 4;

/** The box that a tier reserves for a number of weeks: `{width, height}`; only their ratio counts. */
export function reserveBox(tier, weeks) {
  return {width: tier.width, height: HEAD + tier.pitch * Math.max(weeks, MIN_WEEKS) + tier.foot};
}

/**
 * The sizes (px) of a chart of `weeks` weeks in a box of `boxWidth`: `{width, height, left, top, right, bottom, inner,
 * pitch}`; left to bottom are the edges of the plot, `inner` its width, `pitch` the height of a week.
 */
export function computeDimensions(weeks, boxWidth) {
  const width = Math.max(boxWidth, MIN_WIDTH);
  const tier = TIERS.findLast(({from}) => width >= from);
  const box = reserveBox(tier, weeks);
  const height = (width * box.height) / box.width;
  const [left, top, right, bottom] = [GUTTER, HEAD, width - MARGIN, height - tier.foot];
  return {width, height, left, top, right, bottom, inner: right - left, pitch: (bottom - top) / Math.max(weeks, 1)};
}

/** How many rank lanes are drawn: 25 on a phone, 40 from 640 px, all of them on a wide screen or with `all`. */
export function countLanes(ranks, {width, all}) {
  if (all || width >= 1100) return ranks;
  const interpolated = 25 + ((width - 480) / (640 - 480)) * 15;
  return Math.min(ranks, Math.round(Math.min(Math.max(interpolated, 25), 40)));
}
