// Spans of weeks in words.

import {formatDay} from "../../src/components/lib/format.js";

const DAY = 86_400_000;

/** The Sunday of the week that begins with a Monday. */
const toSunday = (monday) => new Date(Date.parse(monday) + 6 * DAY).toISOString().slice(0, 10);

/** From one Monday to the Sunday of another week: "29 September 2025 – 1 February 2026", "29 September – 2 November 2025". */
export function formatDates(first, last) {
  const [from, to] = [formatDay(first), formatDay(toSunday(last))];
  return `${from.slice(-4) === to.slice(-4) ? from.slice(0, -5) : from} – ${to}`;
}
