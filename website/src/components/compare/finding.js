// What a comparison shows, in a sentence: who leads, since when, or by how much.

import {formatCount, formatDay, formatShortDay, pluralize} from "../lib/format.js";
import {toDate} from "./tracks.js";

/**
 * Who leads among `lines` at each `x` that all of them have: `{places, leader, from, changes, lead, gap}`, or null when
 * they have none in common.
 *
 * `places` are those `x`, `leader` the line that leads at the last of them, `from` the `x` since which it does (null if
 * it always did), `changes` how often the lead changed, `lead` and `gap` `{x, ratio, leader, second}` at the last place
 * and where the leader is the most times ahead. A tie changes nothing.
 */
export function findLead(lines) {
  const places = listCommonPlaces(lines);
  if (lines.length < 2 || places.length === 0) return null;
  const standings = places.map((x) => rankAt(lines, x));
  let leader = standings[0].leader;
  const changes = [];
  for (const {x, leader: best, second, ratio} of standings) {
    if (best === leader || (second === leader && ratio === 1)) continue;
    leader = best;
    changes.push(x);
  }
  const own = standings.filter((standing) => standing.leader === leader);
  const gap = own.reduce((widest, standing) => (standing.ratio > widest.ratio ? standing : widest));
  return {places, leader, from: changes.at(-1) ?? null, changes: changes.length, lead: standings.at(-1), gap};
}

/** The places that all lines have, over everywhere. */
function listCommonPlaces(lines) {
  const sets = lines.map(({points}) => new Set(points.filter(({state}) => state !== "unfinished").map(({x}) => x)));
  return [...(sets[0] ?? [])].filter((x) => sets.every((set) => set.has(x)));
}

function rankAt(lines, x) {
  const values = lines.map((line) => ({line, value: line.points.find((point) => point.x === x).value}));
  const [first, second] = values.sort((a, b) => b.value - a.value);
  const ratio = second.value === 0 ? (first.value === 0 ? 1 : Infinity) : first.value / second.value;
  return {x, leader: first.line, second: second.line, ratio, value: first.value};
}

/**
 * The finding about lines of `{align, y}` as `{title, note}`: a heading, and what is written into the chart,
 * `{x, day, text}` or null. `nameOf(line)` is a short name.
 */
export function describeFinding(lines, {align, y}, nameOf) {
  const lead = findLead(lines);
  if (lead === null) return {title: describeTotals(lines, nameOf), note: null};
  const place = (x) => describePlace(x, {align, y});
  const name = nameOf(lead.leader);
  const note = (x, text) => ({x, day: lead.leader.points.find((point) => point.x === x).day, text});
  if (y === "percent") return describeHold(lead, {name, place, note});
  if (lead.from === null)
    return {title: describeReign(lead, name, {align, y}), note: note(lead.gap.x, describeGap(lead, place, nameOf))};
  const isLast = lead.from === lead.places.at(-1) && lead.changes > 1;
  const title = isLast
    ? `${name} took the lead ${inPlace(place(lead.from))}`
    : `${name} leads ${sincePlace(place(lead.from), align)}`;
  return {title, note: note(lead.from, `${place(lead.from)}: ${name} takes the lead`)};
}

/** "week 11", "day 20", "episode 3"; by date the day on which it begins. */
export function describePlace(x, {align, y}) {
  if (align === "date") return `${y === "week" || y === "percent" ? "week of " : ""}${formatShortDay(toDate(x))}`;
  const unit = {week: "week", percent: "week", episode: "episode", daily: "day", total: "day"}[y];
  return `${unit} ${formatCount(x)}`;
}

const inPlace = (place) =>
  place.startsWith("week of") ? `in the ${place}` : /^\d/.test(place) ? `on ${place}` : `in ${place}`;
const sincePlace = (place, align) =>
  align === "date" ? `since ${place.startsWith("week of") ? "the " : ""}${place}` : `from ${place}`;

function describeReign({places}, name, {align, y}) {
  if (y === "total" || y === "daily") return `${name} leads from the start`;
  if (places.length === 1) return `${name} leads in the first ${y === "episode" ? "episode" : "week"}`;
  const unit = y === "episode" ? "episode" : "week";
  return `${name} leads in all ${pluralize(places.length, unit)}${align === "date" ? " they share" : ""}`;
}

function describeGap({gap}, place, nameOf) {
  const times = gap.ratio === Infinity ? "far ahead of" : `${formatTimes(gap.ratio)} times`;
  return `${place(gap.x)}: ${times} ${nameOf(gap.second)}`;
}

const formatTimes = (ratio) => (ratio < 10 ? ratio.toFixed(ratio < 1.1 ? 2 : 1) : formatCount(Math.round(ratio)));

function describeHold({places, lead}, {name, place, note}) {
  const x = places.at(-1);
  const percent = `${formatCount(Math.round(lead.value))}%`;
  return {
    title: `${name} holds best: ${percent} of its first week in ${place(x)}`,
    note: note(x, `${place(x)}: ${percent}`),
  };
}

/** Of shows that are never side by side: the one with the best of all values. */
function describeTotals(lines, nameOf) {
  const bests = lines
    .filter(({points}) => points.length > 0)
    .map((line) => ({line, value: Math.max(...line.points.map(({value}) => value))}));
  if (bests.length < 2) return "Nothing to compare yet";
  const best = bests.reduce((a, b) => (b.value > a.value ? b : a));
  return `${nameOf(best.line)} reaches the most; nothing in common by date`;
}

/** What the weeks are counted from: "Three shows, all from 4 October 2025", "Two shows, each from its first torrent (…)". */
export function describeShows(tracks, {align}) {
  const count = COUNTS[tracks.length] ?? String(tracks.length);
  const days = [...new Set(tracks.map(({first}) => first))].sort((a, b) => a - b);
  if (tracks.length === 1) return `One show, since its first torrent on ${formatDay(toDate(days[0]))}.`;
  if (align === "date") return `${count} shows by date.`;
  if (days.length === 1) return `${count} shows since their first torrents, all on ${formatDay(toDate(days[0]))}.`;
  const [first, last] = [days[0], days.at(-1)].map((day) => formatDay(toDate(day)));
  return `${count} shows, each counted from its first torrent (${first} to ${last}).`;
}

const COUNTS = ["No", "One", "Two", "Three", "Four", "Five", "Six"];
