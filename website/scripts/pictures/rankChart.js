// Ranks by week as lines: one show's as wide as its downloads, those near it in their colours, all others pale.

import {curveBumpX, line} from "d3-shape";
import {svg} from "../../src/components/lib/dom.js";
import {formatCount, formatShortDay} from "../../src/components/lib/format.js";
import {mix, onHueOf} from "../tokens.js";
import {COLORS, hue, INK, Lines, round, Text} from "./canvas.js";
import {fitText, nickname} from "./fit.js";
import {buildStroke} from "./stroke.js";

const RANKS = 15;
const MARKS = [1, 5, 10, 15];
/** The width (px) of the show's line in its largest week, and what it is at least. */
const WIDTH = {max: 34, min: 5};
/** The part of a week in which a line goes straight. */
const PLATEAU = 0.3;
const LABEL = {x: 40, room: 234, apart: 6};

/**
 * The chart of a week (of weekView.js) in a box `{left, right, top, bottom}`; `soft` is the colour of its notes on
 * `ground`.
 */
export function RankChart(week, box) {
  const scale = makeScale(week.race, box);
  const near = listNear(week);
  const others = listIds(week.race).filter((id) => !near.some((show) => show.anilist_id === id));
  const pale = mix(INK, box.ground, 0.2);
  return svg(
    "g",
    {},
    RankNumbers(scale, box),
    others.map((id) => Stroke(listRuns(week.race, id), {scale, color: pale, width: 2})),
    near.slice(1).map((show) => Stroke(listRuns(week.race, show.anilist_id), {scale, color: hue(show), width: 5})),
    Ribbon(week.main, {race: week.race, scale, ground: box.ground}),
    Dates(week.race, {scale, box}),
    Labels(near, {scale, box}),
  );
}

function makeScale(race, {left, right, top, bottom}) {
  const step = race.length > 1 ? (right - left) / (race.length - 1) : 0;
  return {
    step,
    x: (week) => (race.length > 1 ? left + week * step : right),
    y: (rank) => top + ((Math.min(rank, RANKS + 1) - 1) * (bottom - top)) / (RANKS - 1),
  };
}

/** The show, the others that the headline names, and who is next to it now: at most four. */
function listNear({main, lit, rows}) {
  const beside = rows.filter(({rank}) => Math.abs(rank - main.rank) === 1);
  const named = rows.filter(({anilist_id: id}) => lit.includes(id));
  const near = new Map([...named, ...beside].map((row) => [row.anilist_id, row]));
  near.delete(main.anilist_id);
  return [main, ...near.values()].slice(0, 4);
}

const listIds = (race) => [...new Set(race.flatMap(({rows}) => rows.map(({anilist_id: id}) => id)))];

/** A show's weeks within the chart, `{week, rank, downloads}`, in runs without a gap. */
function listRuns(race, id) {
  const runs = [];
  for (const [week, {rows}] of race.entries()) {
    const row = rows.find(({anilist_id: other}) => other === id);
    if (!row) continue;
    const cell = {week, rank: row.rank, downloads: row.downloads};
    if (runs.at(-1)?.at(-1).week === week - 1) runs.at(-1).push(cell);
    else runs.push([cell]);
  }
  return runs;
}

/** The ends of each week's straight part; a run begins in the middle of its first week and ends in that of its last. */
const listPoints = (run, scale) =>
  run.flatMap((cell, i) => {
    const ends = [i > 0 ? -PLATEAU / 2 : 0, i < run.length - 1 ? PLATEAU / 2 : 0];
    return ends.map((end) => ({...cell, x: scale.x(cell.week) + end * scale.step}));
  });

function Stroke(runs, {scale, color, width}) {
  const path = line()
    .x(({x}) => x)
    .y(({rank}) => scale.y(rank))
    .curve(curveBumpX)
    .digits(1);
  const d = runs.filter((run) => run.length > 1).map((run) => path(listPoints(run, scale)));
  return svg("path", {d: d.join(""), fill: "none", stroke: color, "stroke-width": width, "stroke-linecap": "round"});
}

/** The show's own line over a halo of the ground, with a ball at its rank of this week. */
function Ribbon(show, {race, scale, ground}) {
  const runs = listRuns(race, show.anilist_id);
  const largest = Math.max(...runs.flat().map(({downloads}) => downloads));
  const half = ({downloads}) => Math.max(WIDTH.min, (WIDTH.max * downloads) / largest) / 2;
  const place = (cell) => ({x: cell.x, y: scale.y(cell.rank), half: half(cell)});
  const d = runs.filter((run) => run.length > 1).map((run) => buildStroke(listPoints(run, scale).map(place)));
  const [x, y] = [scale.x(race.length - 1), scale.y(show.rank)];
  const letter = {size: 25, bold: true, fill: COLORS[onHueOf(show.colorClass)], anchor: "middle"};
  return [
    svg("path", {d: d.join(""), fill: hue(show), stroke: ground, "stroke-width": 8, "paint-order": "stroke"}),
    FirstWeek(runs[0]?.[0], {show, scale, ground, race, half}),
    svg("circle", {cx: round(x), cy: round(y), r: 22, fill: hue(show), stroke: ground, "stroke-width": 4}),
    Text(String(show.rank), {x, y: y + 9, ...letter}),
  ];
}

/** A dot where the show's line begins, and its downloads there, unless it begins where it ends. */
function FirstWeek(cell, {show, scale, ground, race, half}) {
  if (!cell || cell.week > race.length - 5) return null;
  const [x, y, r] = [scale.x(cell.week), scale.y(cell.rank), Math.max(13, half(cell))];
  const isLow = cell.rank > RANKS - 2;
  const place = isLow ? {x: x + r + 12, y: y + 8} : {x: x - r, y: y + r + 26};
  return [
    svg("circle", {cx: round(x), cy: round(y), r: round(r), fill: hue(show)}),
    Text(formatCount(cell.downloads), {...place, size: 22, halo: ground}),
  ];
}

const RankNumbers = (scale, {left, soft}) =>
  MARKS.map((rank) => Text(String(rank), {x: left - 26, y: scale.y(rank) + 8, size: 22, fill: soft, anchor: "end"}));

/** The first and the last Monday, and two between them. */
function Dates(race, {scale, box}) {
  const last = race.length - 1;
  const weeks = last < 6 ? [0, last] : [0, Math.round(last / 3), Math.round((2 * last) / 3), last];
  return [...new Set(weeks)].map((week) =>
    Text(formatShortDay(race[week].start_date), {
      x: scale.x(week),
      y: box.bottom + 42,
      size: 20,
      fill: box.soft,
      anchor: "middle",
    }),
  );
}

/** The names at the right end, pushed apart where they would touch; the show's own stands out. */
function Labels(near, {scale, box}) {
  const labels = near.map((show) => Label(show, show === near[0])).sort((a, b) => a.show.rank - b.show.rank);
  let [bottom, over] = [0, 0];
  for (const label of labels) {
    label.top = Math.max(scale.y(label.show.rank) - label.height / 2, bottom);
    bottom = label.top + label.height + LABEL.apart;
    over = Math.max(0, bottom - box.bottom - 20);
  }
  return labels.map(({lines, font, top}) =>
    Lines(lines, {x: box.right + LABEL.x, y: top - over + font.size, leading: 1.15, ...font}),
  );
}

function Label(show, isOwn) {
  const steps = isOwn ? [[26, 1], [23, 2]] : [[21, 1], [19, 2]]; // prettier-ignore
  const {lines, size} = fitText([nickname(show.title)], steps, {room: LABEL.room, bold: isOwn});
  return {show, lines, font: {size, bold: isOwn}, height: lines.length * size * 1.15 + 4};
}
