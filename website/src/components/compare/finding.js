// What a comparison shows, in a sentence: who leads, since when, or by how much.

import {formatCount, formatDay, formatShortDay, pluralize} from "../lib/format.js";
import {toDate} from "./tracks.js";

/** A lead that lasts so many places, and this part of all, is the state of things and not a turn of one week. */
const LASTING = {places: 2, part: 0.25};

/**
 * Who leads among `lines` at each `x` that all of them have: `{standings, leader, from, changes, wins}`, or null when they
 * have none in common.
 *
 * `standings` are `{x, leader, second, value, ratio}`, `ratio` being how many times the second's value the leader has;
 * `leader` leads at the last of them, `from` is the first of those at which it has led without a break, `changes` how often
 * the lead changed, and `wins` a Map from lines to at how many they lead. A tie changes nothing.
 */
export function findLead(lines) {
  if (lines.length < 2) return null;
  const standings = listCommonPlaces(lines).map((x) => rankAt(lines, x));
  if (standings.length === 0) return null;
  let {leader, x: from} = standings[0];
  let changes = 0;
  const wins = new Map(lines.map((line) => [line, 0]));
  for (const standing of standings) {
    const isTie = standing.ratio === 1 && [standing.leader, standing.second].includes(leader);
    if (standing.leader !== leader && !isTie) {
      [leader, from] = [standing.leader, standing.x];
      changes += 1;
    }
    wins.set(leader, wins.get(leader) + 1);
  }
  return {standings, leader, from, changes, wins};
}

/**
 * The places at which all lines have a value, and it is certain who leads: while a span runs, its number only grows, so
 * that whoever leads by it leads.
 */
function listCommonPlaces(lines) {
  const maps = lines.map(({points}) => new Map(points.map((point) => [point.x, point])));
  return [...(maps[0]?.keys() ?? [])].filter((x) => {
    const points = maps.map((map) => map.get(x));
    if (points.includes(undefined)) return false;
    const open = points.filter(({state}) => state === "unfinished");
    return open.length === 0 || (open.length === 1 && points.every((point) => point.value <= open[0].value));
  });
}

function rankAt(lines, x) {
  const values = lines.map((line) => ({line, value: line.points.find((point) => point.x === x).value}));
  const [first, second] = values.sort((a, b) => b.value - a.value);
  const ratio = second.value === 0 ? (first.value === 0 ? 1 : Infinity) : first.value / second.value;
  return {x, leader: first.line, second: second.line, ratio, value: first.value};
}

/**
 * The finding about lines of `{align, y}` as `{title, note}`: a heading, and what is written into the chart,
 * `{x, text, short}` or null. `nameOf(line)` is a short name.
 */
export function describeFinding(lines, settings, nameOf) {
  const lead = findLead(lines);
  if (lead === null) return {title: describeBest(lines, nameOf), note: null};
  const words = {nameOf, ...settings, place: (x) => describePlace(x, settings)};
  if (settings.y === "percent") return describeHold(lead, words);
  if (lead.changes === 0) return describeReign(lead, words);
  return describeChange(lead, words);
}

/** "week 11", "day 20", "episode 3"; by date the day on which it begins. */
export function describePlace(x, {align, y}) {
  const unit = {week: "week", percent: "week", episode: "episode", daily: "day", total: "day"}[y];
  if (align !== "date") return `${unit} ${formatCount(x)}`;
  return unit === "week" ? `week of ${formatShortDay(toDate(x))}` : formatShortDay(toDate(x));
}

/** Always the same leader: what is written is where it is the furthest ahead. */
function describeReign({standings, leader}, {nameOf, place, align, y}) {
  const gap = standings.reduce((widest, standing) => (standing.ratio > widest.ratio ? standing : widest));
  const unit = y === "episode" ? "episode" : "week";
  const all = pluralize(standings.length, unit);
  const scope = standings.length === 1 ? `the only ${unit}` : `all ${all}`;
  const title =
    y === "total"
      ? `${nameOf(leader)} leads from the start`
      : `${nameOf(leader)} leads in ${scope}${align === "date" ? " they share" : ""}`;
  return {title, note: writeNote(gap.x, place, `${formatTimes(gap.ratio)} ${nameOf(gap.second)}`)};
}

function describeChange(lead, words) {
  const {standings, leader, from, changes, wins} = lead;
  const {nameOf, place} = words;
  const lasts = standings.filter(({x}) => x >= from).length;
  const note = writeNote(from, place, `${nameOf(leader)} takes the lead`);
  if (lasts >= Math.max(LASTING.places, standings.length * LASTING.part)) {
    return {title: `${nameOf(leader)} leads ${since(from, words)}`, note};
  }
  if (changes === 1) return {title: `${nameOf(leader)} takes the lead ${when(from, words)}`, note};
  const [best, count] = [...wins].reduce((a, b) => (b[1] > a[1] ? b : a));
  if (count * 2 <= standings.length || words.y === "total") {
    return {title: `${pluralize(changes, "change")} of the lead, ${nameOf(leader)} is ahead`, note};
  }
  const unit = words.y === "episode" ? "episode" : "week";
  return {title: `${nameOf(best)} leads in ${count} of ${pluralize(standings.length, unit)}`, note};
}

function describeHold({standings}, {nameOf, place}) {
  const {x, leader, value} = standings.at(-1);
  const percent = `${formatCount(Math.round(value))}%`;
  const title = `${nameOf(leader)} holds best: ${percent} of its first week in ${place(x).replace("week of", "the week of")}`;
  return {title, note: writeNote(x, place, percent)};
}

const writeNote = (x, place, text) => ({x, text: `${place(x)}: ${text}`, short: place(x)});

const when = (x, {place, align, y}) => {
  if (align !== "date") return `${y === "total" ? "on" : "in"} ${place(x)}`;
  return y === "week" ? `in the ${place(x)}` : `on ${place(x)}`;
};

const since = (x, {place, align, y}) => {
  if (align !== "date") return `from ${place(x)}`;
  return y === "week" ? `since the ${place(x)}` : `since ${place(x)}`;
};

function formatTimes(ratio) {
  if (ratio === Infinity) return "far more than";
  return `${ratio < 10 ? ratio.toFixed(ratio < 1.1 ? 2 : 1) : formatCount(Math.round(ratio))} times`;
}

/** Of shows that are never side by side: the one with the best of all values. */
function describeBest(lines, nameOf) {
  const values = lines
    .filter(({points}) => points.length > 0)
    .map((line) => ({line, value: Math.max(...line.points.map((point) => point.value))}));
  if (values.length < 2) return "Nothing to compare yet";
  const best = values.reduce((a, b) => (b.value > a.value ? b : a));
  return `Never side by side; ${nameOf(best.line)} reaches the most`;
}

const COUNTS = ["No", "One", "Two", "Three", "Four", "Five", "Six"];

/**
 * What the weeks are counted from: "Three shows since their first torrents, all on 4 October 2025."; `names` are short names.
 */
export const describeShows = (tracks, names, settings) =>
  [describeStarts(tracks, settings), ...tracks.map((track, i) => describeLateStart(track, names[i]))]
    .filter(Boolean)
    .join(" ");

function describeStarts(tracks, {align}) {
  const count = COUNTS[tracks.length];
  const days = tracks.map(({first}) => first).sort((a, b) => a - b);
  const [first, last] = [days[0], days.at(-1)].map((day) => formatDay(toDate(day)));
  if (tracks.length === 1) return `One show, since its first torrent on ${first}.`;
  if (align === "date") return `${count} shows by date, the first from ${first} on.`;
  if (first === last) return `${count} shows since their first torrents, all on ${first}.`;
  return `${count} shows, each counted from its first torrent (${first} to ${last}).`;
}

/** A series that was running before the data began has no premiere in them. */
const describeLateStart = ({episodes}, name) =>
  episodes[0].episode > 1 && `${name} is counted from episode ${episodes[0].episode} on.`;
