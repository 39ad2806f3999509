// What happens to a show in a week besides its rank: it begins, it ends, it leaves the chart; and where its ribbon says so.

import {measureText} from "../lib/text.js";
import {PLATEAU} from "./ribbonPath.js";

/** What a moment is called, the longest name first: upon a ribbon stands the first that has room. */
const NAMES = {
  premiere: ["premiere"],
  finale: ["finale"],
  exit: ["leaves the season's chart", "leaves the chart", "leaves"],
};
const SIZE = 11;
const PADDING = 3;
const DAY_LENGTH = 86_400_000;

/**
 * The moments of a season's shows: a Map from ids to Maps from weeks (indices) to `premiere`, `finale` or `exit`.
 *
 * In the chart's first week nothing begins: what came before it is not known. Nor does anything leave after its last.
 */
export function findMoments({weeks, shows}) {
  const spans = findSpans(weeks);
  return new Map([...spans].map(([id, span]) => [id, listMoments(shows.get(id), span, weeks)]));
}

/** What is said of a show's week on its card; null of an ordinary week. */
export function describeMoment(season, id, week) {
  const moment = findMoments(season).get(id)?.get(week);
  return {premiere: "Premiere", finale: "Finale", exit: "Last week in this season's chart"}[moment] ?? null;
}

/** Where a ribbon (of the layout) says what happens in its weeks: `[{text, size, x, y, width, height}]`, the middles. */
export function placeMarks({runs, label}, moments, pitch) {
  const cells = runs.flat().filter(({week}) => moments.has(week));
  const marks = cells.flatMap((cell) => placeMark(cell, moments.get(cell.week), pitch));
  return marks.filter((mark) => label === null || !overlaps(mark, label));
}

/** The first and the last week (indices) in which each show is ranked. */
function findSpans(weeks) {
  const spans = new Map();
  for (const [week, {entries}] of weeks.entries()) {
    for (const id of entries.keys()) spans.set(id, {first: spans.get(id)?.first ?? week, last: week});
  }
  return spans;
}

function listMoments({continuing, finale}, {first, last}, weeks) {
  const moments = new Map();
  if (last < weeks.length - 1) moments.set(last, "exit");
  if (finale !== null) moments.set(findWeek(weeks, finale), "finale");
  if (first > 0 && !continuing) moments.set(first, "premiere");
  return moments;
}

const findWeek = (weeks, date) =>
  weeks.findIndex(({start_date: start}) => start <= date && Date.parse(date) < Date.parse(start) + 7 * DAY_LENGTH);

/** Ribbons cross between the weeks only: in the straight part of a week nothing lies upon another. */
function placeMark({x, y, width}, moment, pitch) {
  const height = SIZE * 1.1;
  const text = NAMES[moment].find((name) => measureText(name, SIZE) + 2 * PADDING <= width);
  if (text === undefined || height > pitch * PLATEAU) return [];
  return [{text, size: SIZE, x: x + width / 2, y, width: measureText(text, SIZE), height}];
}

const overlaps = (a, b) =>
  Math.abs(a.x - b.x) < (a.width + b.width) / 2 + PADDING && Math.abs(a.y - b.y) < (a.height + b.height) / 2;
