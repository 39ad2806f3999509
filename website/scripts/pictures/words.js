// The short words on pictures, embeds and badges.

import {describeCertainty} from "../../src/components/lib/certainty.js";
import {formatCount, formatShortWeekDates, pluralize} from "../../src/components/lib/format.js";

/** Below this many downloads a percentage says nothing: −75% may be three people. */
const MIN_FOR_PERCENT = 50;
/** Every show loses in a week without an episode; only a fall beyond this is a bad one. */
const STEEP_FALL = -0.4;

/** Where a picture is from: `{address, home, synthetic}`, addresses without their scheme, null when the site has none. */
export const describeOrigin = ({siteUrl, synthetic}, path) => ({
  address: siteUrl === null ? null : nameAddress(new URL(path, siteUrl)),
  home: siteUrl === null ? null : nameAddress(new URL(siteUrl)),
  synthetic,
});

const nameAddress = ({host, pathname}) => `${host}${pathname}`.replace(/\/$/, "");

/** "example.org/week/2026-W03 · synthetic demo data", and shorter ways to say it. */
export function nameOrigin({address, home, synthetic}) {
  const join = (parts) => parts.filter(Boolean).join(" · ");
  const note = synthetic && "synthetic demo data";
  return [join([address, note]), join([home, note]), note || home || ""];
}

/** The change from `before` as `{text, kind}`: "+14%", "growth"; "−54%", "loss" when it is steep; null when too small. */
export function describeChange(downloads, before) {
  if (before === null || before < MIN_FOR_PERCENT) return null;
  const part = (downloads - before) / before;
  const percent = Math.round(100 * part);
  const sign = percent === 0 ? "±" : percent > 0 ? "+" : "−";
  const kind = percent > 0 ? "growth" : part < STEEP_FALL ? "loss" : null;
  return {text: `${sign}${formatCount(Math.abs(percent))}%`, kind};
}

/** The estimated part of a number: "64% est.", "<1% est."; null when nothing of it is. */
export function formatEstimate({downloads, downloads_estimated: estimated}) {
  if (estimated === 0) return null;
  const percent = Math.round((100 * estimated) / downloads);
  return `${percent === 0 ? "<1" : percent}% est.`;
}

/** How a row moved since the week before: `{kind, text}`: up 2, down 1, same, NEW, RE (back). */
export function describeMove({previous_rank: previous, rank, weeks_on_chart: weeks}) {
  if (previous === null) return weeks > 1 ? {kind: "back", text: "RE"} : {kind: "new", text: "NEW"};
  if (previous === rank) return {kind: "same", text: "="};
  return {kind: previous > rank ? "up" : "down", text: String(Math.abs(previous - rank))};
}

/** A row's past in short, `{text, news}`: "16 weeks · peak #2", "16 weeks · 14 at #1", "16 weeks · " and "PEAK #2". */
export function describePast({rank, weeks_on_chart: weeks, peak_rank: peak, weeks_at_first: first, isPeak, isBest}) {
  if (weeks === 1) return {text: "first week", news: null};
  const long = pluralize(weeks, "week");
  if (isPeak) return {text: `${long} · `, news: `PEAK #${rank}${isBest ? ", best week so far" : ""}`};
  const high = rank === 1 && first > 1 ? `${first} at #1` : `peak #${peak}`;
  return {text: `${long} · ${high}${isBest ? " · " : ""}`, news: isBest ? "best week so far" : null};
}

/** "provisional, 12% estimated" of a week whose numbers can still change; else null. */
export const describeOpen = (week) => (week.settled ? null : describeCertainty(week, week));

/** The dates of a week without its year: "12–18 Jan". */
export const nameShortWeek = ({start_date: start}) => formatShortWeekDates(start);
