// Where the river's lanes, weeks and ribbons lie: pure geometry, without a document.

import {computeDimensions, countLanes} from "./dimensions.js";
import {fitLanes} from "./lanes.js";
import {findMoments, placeMarks} from "./moments.js";
import {placeLabel} from "./ribbonLabels.js";
import {buildRibbonPath} from "./ribbonPath.js";

const MIN_BAR = 20;
const MAX_BAR = 60;
/** In a small picture tenths of a pixel are enough. */
const PICTURE_STEPS = 10;

/**
 * The geometry (px) of a season's river, weeks downwards and ranks to the right:
 * `{width, height, left, top, right, bottom, inner, pitch, names}` of the frame, `scale` (px a download), `minWidth`,
 * `gap`, `lanes: [{rank, x, width}]`, `weeks: [{...week of the season, y}]` with y in the middle of the week,
 * `ribbons: [{id, title, colorClass, runs, path, label, marks}]`, the season's best last (they are painted in this order;
 * `show`, an id, after all others) with `runs: [[{week, rank, downloads, x, y, width}]]`, week being an index and x a left
 * edge, `bar: {downloads, width}` or null, and `hidden: {lanes, shows, cells}`, what lies beyond the last drawn lane.
 */
export function layOutRiver(season, {width = 360, all = false, show = null} = {}) {
  const frame = computeDimensions(season.weeks, width);
  const maxima = largestCounts(season.weeks);
  const drawn = countLanes(maxima.length, {all});
  const {scale, minWidth, gap, widths} = fitLanes(maxima.slice(0, drawn), frame.inner);
  const lanes = placeLanes(widths, gap, frame.left);
  const weeks = season.weeks.map((week, index) => ({...week, y: frame.top + (index + 0.5) * frame.pitch}));
  const measures = {lanes, weeks, pitch: frame.pitch, toWidth: (downloads) => Math.max(minWidth, scale * downloads)};
  const ribbons = layOutRibbons(season, measures, show);
  const hidden = countHidden(season, {all: maxima.length, drawn}, ribbons.length);
  return {...frame, scale, minWidth, gap, lanes, weeks, ribbons, bar: chooseScaleBar(scale), hidden};
}

/**
 * The ribbons alone, for a small picture of `width` × `height` with the first `lanes` ranks: `[{id, colorClass, path}]`,
 * in painting order.
 */
export function layOutPicture(season, {width, height, lanes: count}) {
  const pitch = height / Math.max(season.weeks.length, 1);
  const {scale, minWidth, gap, widths} = fitLanes(largestCounts(season.weeks).slice(0, count), width);
  const weeks = season.weeks.map((_, index) => ({y: (index + 0.5) * pitch}));
  const toWidth = (downloads) => Math.max(minWidth, scale * downloads);
  const cells = cellsByShow(season.weeks, {lanes: placeLanes(widths, gap, 0), weeks, toWidth});
  const shows = [...season.shows.values()].filter(({id}) => cells.has(id)).reverse();
  return shows.map(({id, colorClass}) => ({
    id,
    colorClass,
    path: buildRibbonPath(splitRuns(cells.get(id)), pitch, {stepsPerPx: PICTURE_STEPS}),
  }));
}

/** The largest count of any week at each rank, rank 1 first. */
function largestCounts(weeks) {
  const ranks = Math.max(0, ...weeks.map((week) => week.rankings.length));
  return Array.from({length: ranks}, (_, lane) =>
    Math.max(...weeks.map((week) => week.rankings[lane]?.downloads ?? 0)),
  );
}

function placeLanes(widths, gap, left) {
  let x = left;
  return widths.map((width, index) => {
    const lane = {rank: index + 1, x, width};
    x += width + gap;
    return lane;
  });
}

function layOutRibbons(season, measures, last) {
  const cells = cellsByShow(season.weeks, measures);
  // SVG paints in document order: worst rank first, so that the season's best passes over the others.
  const shows = [...season.shows.values()].filter(({id}) => cells.has(id)).reverse();
  const inOrder = [...shows.filter(({id}) => id !== last), ...shows.filter(({id}) => id === last)];
  const ribbons = inOrder.map(({id, title, colorClass}) => ({id, title, colorClass, runs: splitRuns(cells.get(id))}));
  const crossings = crossingsByWeek(ribbons, season.weeks);
  const moments = findMoments(season);
  return ribbons.map((ribbon, layer) => {
    const outline = outlineRibbon(ribbon, {layer, crossings, pitch: measures.pitch});
    return {...outline, marks: placeMarks(outline, moments.get(ribbon.id), measures.pitch)};
  });
}

/** Every show's cells in the lanes that are drawn, by id, earliest week first. */
function cellsByShow(weeks, {lanes, weeks: rows, toWidth}) {
  const cells = new Map();
  for (const [week, {rankings}] of weeks.entries()) {
    for (const {anilist_id: id, rank, downloads} of rankings.slice(0, lanes.length)) {
      const [lane, width] = [lanes[rank - 1], toWidth(downloads)];
      const x = lane.x + (lane.width - width) / 2;
      if (!cells.has(id)) cells.set(id, []);
      cells.get(id).push({week, rank, downloads, x, y: rows[week].y, width});
    }
  }
  return cells;
}

/** A show's cells in runs of consecutive weeks. */
const splitRuns = (cells) => splitList(cells, ({week}, before) => week - 1 === before?.week);

/** A list in parts, each going on as long as `continues(item, the item before)`. */
function splitList(list, continues) {
  const starts = list.flatMap((item, index) => (continues(item, list[index - 1]) ? [] : [index]));
  return starts.map((start, index) => list.slice(start, starts[index + 1]));
}

/** How ribbons come into each week (an index): `[{layer, from, to}]`, the place in painting order and the two ranks. */
function crossingsByWeek(ribbons, weeks) {
  const crossings = weeks.map(() => []);
  for (const [layer, {runs}] of ribbons.entries()) {
    for (const run of runs) {
      for (const [index, {week, rank}] of run.slice(1).entries()) {
        crossings[week].push({layer, from: run[index].rank, to: rank});
      }
    }
  }
  return crossings;
}

function outlineRibbon(ribbon, {layer, crossings, pitch}) {
  const covers = (rank) => (crossing) => crossing.layer > layer && crossing.from < rank !== crossing.to < rank;
  // A label may lie only where the ribbon keeps its lane and nothing is painted over it.
  const stays = (cell, before) => cell.rank === before?.rank && !crossings[cell.week].some(covers(cell.rank));
  const stretches = ribbon.runs.flatMap((run) => splitList(run, stays));
  return {...ribbon, path: buildRibbonPath(ribbon.runs, pitch), label: placeLabel(ribbon.title, stretches, pitch)};
}

/** A round number of downloads whose width is easy to see, for the scale; null when there is none. */
function chooseScaleBar(scale) {
  const round = Array.from({length: 30}, (_, i) => [1, 2, 5][i % 3] * 10 ** Math.floor(i / 3));
  const downloads = round.find((number) => number * scale >= MIN_BAR && number * scale <= MAX_BAR);
  return downloads === undefined ? null : {downloads, width: downloads * scale};
}

function countHidden({weeks}, lanes, ribbonCount) {
  const beyond = weeks.flatMap((week) => week.rankings.slice(lanes.drawn));
  const ids = new Set(weeks.flatMap((week) => week.rankings.map((entry) => entry.anilist_id)));
  return {lanes: lanes.all - lanes.drawn, shows: ids.size - ribbonCount, cells: beyond.length};
}
