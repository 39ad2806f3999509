// What each kind of record is called and what it is of, and how its value is written.

import {formatCount, formatShare, pluralize} from "../lib/format.js";

const NAMES = {
  best_week: ["Best week", "one show in one week"],
  best_premiere: ["Best premiere", "episode 1 in its first 7 days"],
  best_day: ["Best day", "one episode on one day"],
  biggest_climb: ["Biggest climb", "ranks in one week, to #25 or better"],
  biggest_fall: ["Biggest fall", "ranks in one week, from #25 or better"],
  best_hold: ["Best hold", "episode 2 against episode 1, each in its first 7 days, from 100 downloads up"],
  longest_reign: ["Longest at #1", "weeks in a row"],
  most_weeks_at_first: ["Most weeks at #1", "in a row or not"],
  most_weeks_in_top_10: ["Most weeks in the top 10", "in a row or not"],
  closest_first: ["Closest #1", "lead over #2, as a share of #1"],
  highest_debut: ["Highest debut", "rank in a show's first week; of equal ranks, more downloads"],
  latest_peak: ["Latest peak", "the week on the chart in which a show reached its best rank, #25 or better"],
  most_weeks_second: ["Most weeks at #2", "without ever being #1"],
  biggest_week: ["Biggest week", "all series together"],
};

/** The name of a kind; one that this page does not know yet has its own: `new_kind` → "New kind". */
export function nameRecord(kind) {
  const words = kind.replaceAll("_", " ");
  return NAMES[kind]?.[0] ?? `${words[0].toUpperCase()}${words.slice(1)}`;
}

/** What a record of a kind is of, in a short line; null for a kind that this page does not know yet. */
export const describeRule = (kind) => NAMES[kind]?.[1] ?? null;

/** The part of an address after `#` that leads to a record: `best_week` → "best-week". */
export const recordAnchor = (kind) => kind.replaceAll("_", "-");

const SIGNS = {biggest_climb: "+", biggest_fall: "−"};

/** A value as it is shown: "75,419", "86%", "16 weeks", "week 16", "+5", "#1". */
export function formatRecordValue({kind, unit}, value) {
  const formats = {
    downloads: () => formatCount(value),
    ranks: () => `${SIGNS[kind] ?? ""}${formatCount(value)}`,
    // Rounded down, as in the sentences of the files.
    basis_points: () => formatShare(Math.floor(value / 10) / 1000),
    weeks: () => (kind === "latest_peak" ? `week ${formatCount(value)}` : pluralize(value, "week")),
    rank: () => `#${formatCount(value)}`,
  };
  return formats[unit]?.() ?? formatCount(value);
}
