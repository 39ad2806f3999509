// The river's outer measures: its box, of proportions known before any script runs, and how many lanes it shows.

/** Widths (px) from which the box has other proportions, each with the width and week height it is drawn for. */
export const TIERS = [
  {name: "narrow", from: 0, width: 360, pitch: 44, foot: 76},
  {name: "middle", from: 480, width: 768, pitch: 46, foot: 60},
  {name: "wide", from: 1100, width: 1200, pitch: 48, foot: 44},
];

const LEAST_WIDTH = 240;
const LEAST_WEEKS = 4;
const HEAD = 24;
const GUTTER = 46;
const MARGIN = 4;

/** The box a tier reserves for so many weeks: `{width, height}`; only their ratio counts. */
export function reserved(tier, weeks) {
  return {width: tier.width, height: HEAD + tier.pitch * Math.max(weeks, LEAST_WEEKS) + tier.foot};
}

/** The measures (px) of a chart so wide: `{width, height, left, top, right, bottom, inner, pitch}`, edges of the plot. */
export function riverFrame(weeks, asked) {
  const width = Math.max(asked, LEAST_WIDTH);
  const tier = TIERS.findLast(({from}) => width >= from);
  const box = reserved(tier, weeks);
  const height = (width * box.height) / box.width;
  const [left, top, right, bottom] = [GUTTER, HEAD, width - MARGIN, height - tier.foot];
  return {width, height, left, top, right, bottom, inner: right - left, pitch: (bottom - top) / Math.max(weeks, 1)};
}

/** How many rank lanes are drawn: 25 on a phone, 40 from 640 px, all of them on a wide screen or when asked for. */
export function drawnLanes(ranks, {width, all}) {
  if (all || width >= 1100) return ranks;
  const evenly = 25 + ((width - 480) / (640 - 480)) * 15;
  return Math.min(ranks, Math.round(Math.min(Math.max(evenly, 25), 40)));
}
