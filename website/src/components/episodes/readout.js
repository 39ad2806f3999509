// What each view of a show's chart says about a place on its x axis: where the place is, its card, its words.

import {WEEK, toDate} from "../lib/days.js";
import {formatCount, formatDay, pluralize} from "../lib/format.js";
import {layOutByAge, LAST_AGE} from "./ByAge.js";
import {layOutByDate} from "./ByDate.js";
import {layOutTotal} from "./RunningTotal.js";
import {listParts, toAgeWeek} from "./series.js";

const WEEKDAY = new Intl.DateTimeFormat("en-GB", {weekday: "short", day: "numeric", month: "short", timeZone: "UTC"});
const NEWEST = 3;

/**
 * The readout of a view (`date`, `age`, `total`) of a series, drawn `size` (`{width, height}`) large:
 * `{last, layout, column, find, card, text}`. Places go from 0 to `last`; `column(at)` gives their left and right edge
 * (px), `find(x)` the place at a pixel; `card(at)` is `{name, value, rows, notes}`, a row being `{tint, name, value}`;
 * `text(at)` is the same as a sentence. By age both take the
 * number of an episode that comes first.
 */
export const buildReadout = (view, series, size) => complete(READOUTS[view](series, size));

const READOUTS = {date: readDate, age: readAge, total: readTotal};

const complete = (readout) => ({...readout, text: (at, episode) => describeCard(readout.card(at, episode))});

/** Places that are days, from the day `start` on: as wide as a day. */
function spanDays({x}, {start, last}) {
  const [origin, unit] = [x(start), x(start + 1) - x(start)];
  return {
    last,
    column: (at) => [origin + at * unit, origin + (at + 1) * unit],
    find: (pixel) => clamp(Math.floor((pixel - origin) / unit), last),
  };
}

/** Places that are the ends of days: a line each. */
function spanEnds({x}, {last}) {
  const [origin, unit] = [x(0), x(1) - x(0)];
  return {
    last,
    column: (at) => [origin + (at + 1) * unit - 1, origin + (at + 1) * unit + 1],
    find: (pixel) => clamp(Math.round((pixel - origin) / unit) - 1, last),
  };
}

const clamp = (at, last) => Math.min(last, Math.max(0, at));

function readDate(series, {width}) {
  const layout = layOutByDate(series, width);
  return {
    ...spanDays(layout, {start: series.origin, last: series.days.length - 1}),
    layout,
    card: (at) => describeDay(series, series.days[at]),
  };
}

function describeDay(series, {day, downloads, estimated, isRunning}) {
  const parts = listParts(series, day).filter((part) => part.downloads > 0);
  const older = parts.slice(NEWEST);
  const rows = parts.slice(0, NEWEST).map((part) => ({
    tint: toAgeWeek(part.age),
    name: `ep ${part.episode}`,
    value: formatCount(part.downloads),
  }));
  const rest = older.reduce((sum, part) => sum + part.downloads, 0);
  const others = {
    tint: older.length > 0 ? toAgeWeek(older[0].age) : 0,
    name: nameEpisodes(older),
    value: formatCount(rest),
  };
  return {
    name: WEEKDAY.format(new Date(toDate(day))).replace(",", ""),
    value: formatCount(downloads),
    rows: older.length > 0 ? [...rows, others] : rows,
    notes: [estimated > 0 && `${formatCount(estimated)} estimated`, isRunning && "not over"].filter(Boolean),
  };
}

/** "ep 7", "ep 1–7", or "12 others" where some between them have nothing. */
function nameEpisodes(parts) {
  const numbers = parts.map(({episode}) => episode).sort((a, b) => a - b);
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (first === last) return `ep ${first}`;
  return last - first + 1 === numbers.length ? `ep ${first}–${last}` : pluralize(numbers.length, "other");
}

/** By age a place is a day since release, the first one 0; `card(at, episode)` puts that episode first. */
function readAge(series, size) {
  const layout = layOutByAge(series, size);
  const last = Math.max(0, ...layout.lines.map(({points}) => points.length - 2));
  return {...spanEnds(layout, {last}), layout, card: (at, episode) => describeAge(layout.lines, at, episode)};
}

function describeAge(lines, at, episode) {
  const rows = lines
    .filter(({points}) => points.length > at + 1)
    .map((track) => ({...track, sum: track.points[at + 1][1]}));
  const best = rows.reduce((top, row) => (row.sum > top.sum ? row : top), rows[0]);
  const chosen = rows.find((row) => row.episode === episode);
  const shown = new Set([chosen, rows.at(-1), rows[0], best].filter(Boolean));
  return {
    name: at + 1 === WEEK ? "First 7 days" : `First ${pluralize(at + 1, "day")}`,
    value: "",
    rows: [...shown].map((row) => ({shade: row.shade, name: nameRow(row, {best}), value: formatCount(row.sum)})),
    notes:
      at + 1 > LAST_AGE || rows.length === lines.length
        ? []
        : [`${rows.length} of ${pluralize(lines.length, "episode")} are as old`],
  };
}

const nameRow = (row, {best}) => `ep ${row.episode}${row === best ? ", best" : ""}`;

function readTotal(series, size) {
  const {days, origin} = series;
  const layout = layOutTotal(series, size);
  return {
    ...spanDays(layout, {start: origin, last: days.length - 1}),
    layout,
    card: (at) => ({
      name: `To ${formatDay(toDate(days[at].day))}`,
      value: "",
      rows: [
        {tint: 0, name: "all so far", value: formatCount(days[at].sum)},
        {tint: 1, name: "on this day", value: formatCount(days[at].downloads)},
      ],
      notes: days[at].isRunning ? ["day not over"] : [],
    }),
  };
}

/** "Sat 6 Dec: 1,934 downloads, ep 10: 1,766, ep 9: 64, 37 estimated". */
function describeCard({name, value, rows, notes}) {
  const start = value === "" ? name : `${name}: ${value} downloads`;
  const parts = rows.map((row) => `${row.name.replace("ep ", "episode ")}: ${row.value}`);
  return [start, ...parts, ...notes].join(", ");
}
