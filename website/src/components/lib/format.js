// How numbers, dates and changes are written, on every page and in the feed alike.

const NUMBER = new Intl.NumberFormat("en-GB");
const SHORT = new Intl.NumberFormat("en-GB", {notation: "compact", maximumFractionDigits: 1});
const SHARE = new Intl.NumberFormat("en-GB", {style: "percent", maximumFractionDigits: 1});
const COLUMN_SHARE = new Intl.NumberFormat("en-GB", {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const DAY = new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "long", year: "numeric", timeZone: "UTC"});
const SHORT_DAY = new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "short", timeZone: "UTC"});
const TIME = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});
const DAY_LENGTH = 86_400_000;

/** 12345 → "12,345". */
export const formatCount = (number) => NUMBER.format(number);

/** 12345 → "12.3k", for axes and labels; en-GB's "1.2m" would be a length. */
export const formatShortCount = (number) => SHORT.format(number).replace("m", "M");

/** 0.1234 → "12.3%". */
export const formatShare = (part) => SHARE.format(part);

/** 0.02 → "2.0%": in a column of shares, whose points stand below each other. */
export const formatColumnShare = (part) => COLUMN_SHARE.format(part);

/** 0.1234 → "12%". */
export const formatPercent = (part) => `${Math.round(100 * part)}%`;

/** A part more or less: 0.05 → "+5%", -0.13 → "−13%", -0.001 → "0%". */
export function formatChange(part) {
  const percent = Math.sign(part) * Math.round(100 * Math.abs(part));
  return `${percent > 0 ? "+" : percent < 0 ? "−" : ""}${Math.abs(percent)}%`;
}

/** "2025-10-06" → "6 October 2025". */
export const formatDay = (date) => DAY.format(new Date(date));

/** "2025-10-06" → "6 Oct". */
export const formatShortDay = (date) => SHORT_DAY.format(new Date(date));

/** "2026-01-20T11:57:01Z" → "20 January 2026 at 11:57 UTC". */
export const formatTime = (time) => `${TIME.format(new Date(time))} UTC`;

/** The seven days from a Monday on: "2026-01-12" → "12–18 January 2026", "2025-12-29" → "29 December 2025 – 4 January 2026". */
export const formatWeekDates = (start) => joinDates(formatDay(start), formatDay(addDays(start, 6)));

/** The same, short: "2026-01-12" → "12–18 Jan", "2025-09-29" → "29 Sept – 5 Oct". */
export const formatShortWeekDates = (start) => joinDates(formatShortDay(start), formatShortDay(addDays(start, 6)));

/** Any days, short: "25–27 Oct". */
export const formatShortSpan = (from, to) => joinDates(formatShortDay(from), formatShortDay(to));

/** A week of the season, by its dates and its place in it: "12–18 January 2026 (week 16)". */
export const formatWeek = ({start_date: start, number}) => `${formatWeekDates(start)} (week ${number})`;

/** One thing or many: `pluralize(1, "week")` → "1 week", `pluralize(3, "series", "series")` → "3 series". */
export const pluralize = (number, singular, plural = `${singular}s`) =>
  `${formatCount(number)} ${number === 1 ? singular : plural}`;

/** How a rank moved: up 2 → {sign: "▲", by: 2, words: "up 2"}; a first week is "new". */
export function describeMovement(previous, rank) {
  if (previous === null) return {kind: "new", sign: "new", by: null, words: "not ranked the week before"};
  if (previous === rank) return {kind: "same", sign: "=", by: 0, words: "same rank as the week before"};
  const by = Math.abs(previous - rank);
  return previous > rank
    ? {kind: "up", sign: "▲", by, words: `up ${by}`}
    : {kind: "down", sign: "▼", by, words: `down ${by}`};
}

const addDays = (date, days) => Date.parse(date) + days * DAY_LENGTH;

/**
 * Two written dates as a span; the month and the year that they share are written once.
 *
 * Not `Intl.DateTimeFormat.formatRange`: its spaces differ between versions of ICU, and the page would change when the
 * browser draws again what the build has drawn.
 */
function joinDates(first, last) {
  const [from, to] = [first.split(" "), last.split(" ")];
  const different = from.filter((part, index) => from.slice(index).join(" ") !== to.slice(index).join(" "));
  return different.length === 1 ? `${different[0]}–${last}` : `${different.join(" ")} – ${last}`;
}
