// The short words on pictures, embeds and badges.

import {describeCertainty} from "../../src/components/lib/certainty.js";
import {pluralize} from "../../src/components/lib/format.js";
import {formatEstimate, formatPercent, judgeChange} from "../../src/components/week/words.js";

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

/** The change of a row since the week before as `{text, kind}`: "+14%", "growth"; null when there is too little to say. */
export function describeChange({downloads, previous_downloads: before}) {
  if (before === null) return null;
  const change = downloads - before;
  const text = formatPercent(change, before);
  return text && {text, kind: judgeChange({change, previous_downloads: before})};
}

/** The estimated part of a number: "64% est.", "<1% est."; null when nothing of it is. */
export const nameEstimate = (row) => (row.downloads_estimated === 0 ? null : `${formatEstimate(row)} est.`);

/** A row's past in short, `{text, news}`: "16 weeks · peak #2", "16 weeks · 14 at #1", "16 weeks · " and "PEAK #2". */
export function describePast({rank, weeks_on_chart: weeks, peak_rank: peak, weeks_at_first: first, ...news}) {
  const {isPeak, isBestWeek: isBest} = news;
  if (weeks === 1) return {text: "first week", news: null};
  const long = pluralize(weeks, "week");
  if (isPeak) return {text: `${long} · `, news: `PEAK #${rank}${isBest ? ", best week so far" : ""}`};
  const high = rank === 1 && first > 1 ? `${first} at #1` : `peak #${peak}`;
  return {text: `${long} · ${high}${isBest ? " · " : ""}`, news: isBest ? "best week so far" : null};
}

/** "provisional, 12% estimated" of a week whose numbers can still change; else null. */
export const describeOpen = (week) => (week.settled ? null : describeCertainty(week, week));
