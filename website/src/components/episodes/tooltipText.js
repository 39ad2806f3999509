// What is said of one day of a show, in the chart's tip and to a screen reader.

import {count, day as longDay, plural} from "../lib/format.js";

const TOP = 5;

/** The day's name: "Day 7", "6 October 2025", "Up to day 7". */
export function dayName({mode}, {at, date}) {
  if (mode === "calendar") return longDay(date);
  if (mode === "cumulative") return `Up to day ${at}`;
  return at === 0 ? "Day 0, the first torrents" : `Day ${at}`;
}

/** What the stack shows of it: "4,310 downloads of 12 episodes". */
export function dayTotal({mode}, {height, counted, expected}) {
  if (mode === "cumulative") return `${plural(height, "download")} of ${plural(expected, "episode")}`;
  const whose = counted < expected ? `${counted} of ${plural(expected, "episode")}` : plural(counted, "episode");
  return `${plural(height, "download")} of ${whose}`;
}

/** The episodes with the most, `[{name, value}]`, and in the last line all others together. */
export function topEpisodes({parts}) {
  const ranked = parts.filter(({height}) => height > 0).sort((a, b) => b.height - a.height || a.episode - b.episode);
  const top = ranked.slice(0, TOP).map(({episode, height}) => ({name: `Episode ${episode}`, value: count(height)}));
  const others = ranked.slice(TOP);
  if (others.length === 0) return top;
  return [...top, {name: `${others.length} more`, value: count(others.reduce((sum, {height}) => sum + height, 0))}];
}

/** What must be known about the day's numbers, a sentence each. */
export function dayCautions({mode}, {estimated, running, counted, expected, sum, height}) {
  const said = [];
  if (mode === "cumulative" && counted < expected)
    said.push(`Only ${counted} of ${expected} episodes are counted this far; the others keep their newest total.`);
  if (mode !== "cumulative" && sum > height) said.push(`${count(sum)} in all up to here.`);
  if (estimated > 0) said.push(`${count(estimated)} of the day's are estimates.`);
  if (running > 0)
    said.push(mode === "calendar" ? "The day is still running." : `Still running for ${plural(running, "episode")}.`);
  return said;
}

/** All of it as one text, for a screen reader. */
export function daySentence(series, one) {
  const episodes = topEpisodes(one).map(({name, value}) => `${name}: ${value}`);
  return [`${dayName(series, one)}: ${dayTotal(series, one)}.`, ...dayCautions(series, one), ...episodes].join(" ");
}
