// Where the river's lanes, weeks and ribbons lie: pure geometry, without a document.

import {drawnLanes, riverFrame} from "./dimensions.js";
import {ribbonLabel} from "./ribbonLabels.js";
import {fitLanes} from "./lanes.js";
import {ribbonPath} from "./ribbonPath.js";
import {tone} from "../lib/season.js";

const SHORTEST_BAR = 20;
const LONGEST_BAR = 60;

/**
 * The geometry (px) of a season's river, weeks downwards and ranks to the right:
 * `{width, height, left, top, right, bottom, inner, pitch}` of the frame, `scale` (px a download), `minWidth`, `gap`,
 * `lanes: [{rank, x, width}]`, `weeks: [{week, start_date, complete, y}]` with y in the middle of the week,
 * `ribbons: [{id, title, tone, runs, path, label}]`, the season's best last (they are painted in this order) with
 * `runs: [[{week, rank, downloads, x, y, width}]]`, week being an index and x a left edge,
 * `bar: {downloads, width}` or null, and `hidden: {lanes, shows, cells}`, what is left out beyond the last lane.
 */
export function riverLayout(season, {width = 360, all = false} = {}) {
  const frame = riverFrame(season.weeks.length, width);
  const maxima = largestCounts(season.weeks);
  const shown = drawnLanes(maxima.length, {width: frame.width, all});
  const {scale, minWidth, gap, widths} = fitLanes(maxima.slice(0, shown), frame.inner);
  const lanes = placed(widths, gap, frame.left);
  const weeks = season.weeks.map((week, index) => placedWeek(week, frame.top + (index + 0.5) * frame.pitch));
  const measures = {lanes, weeks, pitch: frame.pitch, width: (downloads) => Math.max(minWidth, scale * downloads)};
  const ribbons = riverRibbons(season, measures);
  const hidden = leftOut(season, {all: maxima.length, drawn: shown}, ribbons.length);
  return {...frame, scale, minWidth, gap, lanes, weeks, ribbons, bar: scaleBar(scale), hidden};
}

/** The largest count ever seen at each rank, rank 1 first. */
function largestCounts(weeks) {
  const ranks = Math.max(0, ...weeks.map((week) => week.rankings.length));
  return Array.from({length: ranks}, (_, lane) =>
    Math.max(...weeks.map((week) => week.rankings[lane]?.downloads ?? 0)),
  );
}

function placed(widths, gap, left) {
  let x = left;
  return widths.map((width, lane) => {
    const placedLane = {rank: lane + 1, x, width};
    x += width + gap;
    return placedLane;
  });
}

const placedWeek = ({week, start_date, complete}, y) => ({week, start_date, complete, y});

function riverRibbons(season, measures) {
  const cells = cellsByShow(season.weeks, measures);
  const order = [...season.shows.keys()].filter((id) => cells.has(id));
  const others = [...cells.keys()].filter((id) => !season.shows.has(id)).sort((a, b) => a - b);
  const painted = [...order, ...others].reverse().map((id) => ({...named(season, id), runs: runsOf(cells.get(id))}));
  const ways = waysByWeek(painted, season.weeks);
  return painted.map((ribbon, layer) => outlined(ribbon, {layer, ways, pitch: measures.pitch}));
}

/** Every show's cells in the lanes that are drawn, by id, earliest week first. */
function cellsByShow(weeks, {lanes, weeks: places, width}) {
  const cells = new Map();
  for (const [week, {rankings}] of weeks.entries()) {
    for (const {anilist_id: id, rank, downloads} of rankings.slice(0, lanes.length)) {
      const [lane, own] = [lanes[rank - 1], width(downloads)];
      const x = lane.x + (lane.width - own) / 2;
      if (!cells.has(id)) cells.set(id, []);
      cells.get(id).push({week, rank, downloads, x, y: places[week].y, width: own});
    }
  }
  return cells;
}

/** A show as the season knows it; one that only the rankings know has their title and no tone of its own. */
function named({shows, weeks}, id) {
  const known = shows.get(id);
  if (known) return {id, title: known.title, tone: known.tone};
  const entries = weeks.flatMap((week) => week.rankings);
  return {id, title: entries.find((entry) => entry.anilist_id === id).title, tone: tone(null)};
}

/** A show's cells in runs of weeks one after the other. */
const runsOf = (cells) => parted(cells, ({week}, before) => week - 1 === before?.week);

/** A list in parts, each going on as long as `goesOn(one, the one before)`. */
function parted(list, goesOn) {
  const starts = list.flatMap((one, index) => (goesOn(one, list[index - 1]) ? [] : [index]));
  return starts.map((start, index) => list.slice(start, starts[index + 1]));
}

/** The ways that ribbons take into each week (an index): `[{layer, from, to}]`, the ribbon's place in painting and ranks. */
function waysByWeek(painted, weeks) {
  const ways = weeks.map(() => []);
  for (const [layer, {runs}] of painted.entries()) {
    for (const run of runs) {
      for (const [index, {week, rank}] of run.slice(1).entries())
        ways[week].push({layer, from: run[index].rank, to: rank});
    }
  }
  return ways;
}

function outlined(ribbon, {layer, ways, pitch}) {
  const covers = (rank) => (way) => way.layer > layer && way.from < rank !== way.to < rank;
  const stays = (cell, before) => cell.rank === before?.rank && !ways[cell.week].some(covers(cell.rank));
  const stretches = ribbon.runs.flatMap((run) => parted(run, stays));
  return {...ribbon, path: ribbonPath(ribbon.runs, pitch), label: ribbonLabel(ribbon.title, stretches, pitch)};
}

/** A round number of downloads whose width is easy to see, for the scale; null when there is none. */
function scaleBar(scale) {
  const round = Array.from({length: 30}, (_, i) => [1, 2, 5][i % 3] * 10 ** Math.floor(i / 3));
  const downloads = round.find((number) => number * scale >= SHORTEST_BAR && number * scale <= LONGEST_BAR);
  return downloads === undefined ? null : {downloads, width: downloads * scale};
}

function leftOut({weeks}, lanes, drawn) {
  const beyond = weeks.flatMap((week) => week.rankings.slice(lanes.drawn));
  const ids = new Set(weeks.flatMap((week) => week.rankings.map((entry) => entry.anilist_id)));
  return {lanes: lanes.all - lanes.drawn, shows: ids.size - drawn, cells: beyond.length};
}
