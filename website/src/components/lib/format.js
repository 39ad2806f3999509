// How numbers, dates and changes are written, on every page and in the feed alike.

const NUMBER = new Intl.NumberFormat("en-GB");
const SHORT = new Intl.NumberFormat("en-GB", {notation: "compact", maximumFractionDigits: 1});
const SHARE = new Intl.NumberFormat("en-GB", {style: "percent", maximumFractionDigits: 1});
const DAY = new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "long", year: "numeric", timeZone: "UTC"});
const SHORT_DAY = new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "short", timeZone: "UTC"});
const MOMENT = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** 12345 → "12,345". */
export const count = (number) => NUMBER.format(number);

/** 12345 → "12.3k", for axes and labels. */
export const shortCount = (number) => SHORT.format(number);

/** 0.1234 → "12.3%". */
export const share = (part) => SHARE.format(part);

/** "2025-10-06" → "6 October 2025". */
export const day = (date) => DAY.format(new Date(date));

/** "2025-10-06" → "6 Oct". */
export const shortDay = (date) => SHORT_DAY.format(new Date(date));

/** "2026-01-20T11:57:01Z" → "20 January 2026 at 11:57 UTC". */
export const moment = (time) => `${MOMENT.format(new Date(time))} UTC`;

/** "2025-W40" → "Week 40". */
export const weekName = (week) => `Week ${Number(week.slice(-2))}`;

/** One thing or many: `plural(1, "week")` → "1 week", `plural(3, "series", "series")` → "3 series". */
export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

/** How a rank moved: up 2 → {sign: "▲", by: 2, words: "up 2"}; a first week is "new". */
export function movement(previous, rank) {
  if (previous === null) return {kind: "new", sign: "new", by: null, words: "not ranked the week before"};
  if (previous === rank) return {kind: "same", sign: "=", by: 0, words: "same rank as the week before"};
  const by = Math.abs(previous - rank);
  return previous > rank
    ? {kind: "up", sign: "▲", by, words: `up ${by}`}
    : {kind: "down", sign: "▼", by, words: `down ${by}`};
}
