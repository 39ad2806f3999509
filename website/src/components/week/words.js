// How a week's ranks, changes and dates are said: the same words in lists, cards and what is copied.

import {describeCertainty, describeEstimate} from "../lib/certainty.js";
import {formatCount, formatWeekDates, pluralize} from "../lib/format.js";

/** Below this many downloads a percentage says nothing: −75% may be three people. */
const MIN_FOR_PERCENT = 50;
/** Every show loses in a week without an episode; only a fall beyond this is a bad one. */
const STEEP_FALL = -0.4;

/** +970 → "+970", −4573 → "−4,573", 0 → "±0". */
export function formatChange(change) {
  if (change === 0) return "±0";
  return `${change > 0 ? "+" : "−"}${formatCount(Math.abs(change))}`;
}

/** The change from `before` in percent: "+14%", "−54%"; null when there is too little to compare with. */
export function formatPercent(change, before) {
  if (change === null || before === null || before < MIN_FOR_PERCENT) return null;
  const percent = Math.round((100 * change) / before);
  return percent === 0 ? "±0%" : `${formatChange(percent)}%`;
}

/** What a change is painted as: "growth", "loss" when it is steep, else null. */
export function judgeChange({change, previous_downloads: before}) {
  if (change === null || change === 0) return null;
  if (change > 0) return "growth";
  return before >= MIN_FOR_PERCENT && change / before < STEEP_FALL ? "loss" : null;
}

/** How a row of a week moved since the week before: `{kind, sign, words}`, `words` for those who hear the page. */
export function describeMove({previous_rank: previous, rank, weeks_on_chart: weeks}) {
  if (previous === null) return weeks > 1 ? MOVES.back : MOVES.new;
  if (previous === rank) return MOVES.same;
  const by = Math.abs(previous - rank);
  return previous > rank
    ? {kind: "up", sign: `▲${by}`, words: `up ${by}`}
    : {kind: "down", sign: `▼${by}`, words: `down ${by}`};
}

const MOVES = {
  new: {kind: "new", sign: "NEW", words: "new"},
  back: {kind: "back", sign: "RE", words: "back in the ranking"},
  same: {kind: "same", sign: "=", words: "same rank"},
};

/** From one rank to another: "#3 → #2"; "#9" when it stayed there. */
export const formatRankStep = ({previous_rank: previous, rank}) =>
  previous === null || previous === rank ? `#${rank}` : `#${previous} → #${rank}`;

/** The estimated part of a number, short: "64%", "<1%". */
export function formatEstimate({downloads, downloads_estimated: estimated}) {
  const percent = downloads === 0 ? 0 : Math.round((100 * estimated) / downloads);
  return estimated > 0 && percent === 0 ? "<1%" : `${percent}%`;
}

/** A week by its dates and its places in the seasons: "12–18 January 2026 (week 16 of Fall 2025)". */
export function nameWeek({start_date: start, places: [place]}) {
  return place ? `${formatWeekDates(start)} (week ${place.number} of ${place.season})` : formatWeekDates(start);
}

/** "67 shows, 37,146 downloads, −28% vs last week", and for a week that is not over "so far". */
export function describeTotals(week) {
  const {rows, downloads, before, complete} = week;
  const percent = before === null ? null : formatPercent(downloads - before, before);
  const total = `${pluralize(downloads, "download")}${complete ? "" : " so far"}`;
  return [pluralize(rows.length, "show"), total, percent && `${percent} vs last week`].filter(Boolean).join(", ");
}

/** What a week's numbers rest on, in a sentence or two; null when nothing of them is estimated. */
export function explainCertainty(week) {
  if (!week.complete) return "This week is not over: numbers and ranks will change.";
  const share = describeEstimate(week);
  if (!week.settled)
    return `${capitalize(describeCertainty(week, week))}: later counts can still change these numbers.`;
  return share && `${share.replace("% est", "% are est")}: counted, but dated to this week by estimate.`;
}

/** A number as a place: 1 → "1st". */
export const formatOrdinal = (number) => `${number}${ENDINGS.get(PLURALS.select(number))}`;

const PLURALS = new Intl.PluralRules("en-GB", {type: "ordinal"});
const ENDINGS = new Map([
  ["one", "st"],
  ["two", "nd"],
  ["few", "rd"],
  ["other", "th"],
]);

const capitalize = (text) => text[0].toUpperCase() + text.slice(1);
