// The words about a day of a show: for the chart's tooltip and for screen readers.

import {formatCount, formatDay, pluralize} from "../lib/format.js";

const TOP = 5;

/** The day's name: "Day 7", "6 October 2025", "Up to day 7". */
export function formatDayName({mode}, {at, date}) {
  if (mode === "calendar") return formatDay(date);
  if (mode === "cumulative") return `Up to day ${at}`;
  return at === 0 ? "Day 0, the day of release" : `Day ${at}`;
}

/** The height of the day's stack: "4,310 downloads of 12 episodes". */
export function formatDayTotal({mode}, {height, counted, expected}) {
  if (mode === "cumulative") return `${pluralize(height, "download")} of ${pluralize(expected, "episode")}`;
  const episodes =
    counted < expected ? `${counted} of ${pluralize(expected, "episode")}` : pluralize(counted, "episode");
  return `${pluralize(height, "download")} of ${episodes}`;
}

/** The episodes with the largest counts, `[{name, value}]`, and in the last line all others together. */
export function listTopEpisodes({parts}) {
  const sorted = parts.filter(({height}) => height > 0).sort((a, b) => b.height - a.height || a.episode - b.episode);
  const top = sorted
    .slice(0, TOP)
    .map(({episode, height}) => ({name: `Episode ${episode}`, value: formatCount(height)}));
  const others = sorted.slice(TOP);
  if (others.length === 0) return top;
  const sum = others.reduce((total, {height}) => total + height, 0);
  return [...top, {name: `${others.length} more`, value: formatCount(sum)}];
}

/** What the day's numbers leave out or only estimate, a sentence each. */
export function listCautions({mode}, {estimated, running, provisional, counted, expected, sum, height}) {
  const isCumulative = mode === "cumulative";
  const which = mode === "calendar" ? "" : ` for ${pluralize(provisional, "episode")}`;
  const unfinished =
    mode === "calendar" ? "The day is not over." : `Day not over for ${pluralize(running, "episode")}.`;
  return [
    isCumulative &&
      counted < expected &&
      `Only ${counted} of ${expected} episodes are this old; the others count with their newest total.`,
    !isCumulative && sum > height && `${formatCount(sum)} in total up to here.`,
    estimated > 0 && `${formatCount(estimated)} estimated.`,
    provisional > 0 && `Provisional${which}: downloads are expected that no scrape has counted yet.`,
    running > 0 && unfinished,
  ].filter(Boolean);
}

/** All of it as a single text, for a screen reader. */
export function describeDay(series, day) {
  const episodes = listTopEpisodes(day).map(({name, value}) => `${name}: ${value}`);
  const total = `${formatDayName(series, day)}: ${formatDayTotal(series, day)}.`;
  return [total, ...listCautions(series, day), ...episodes].join(" ");
}
