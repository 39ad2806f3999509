// A show's downloads a day, by date: the newest episode at the bottom in full tone, older ones above it, paler by weeks.

import {svg} from "../lib/dom.js";
import {toDayTime, WEEK} from "../lib/days.js";
import {pluralize} from "../lib/format.js";
import {EpisodeHeads} from "./EpisodeHeads.js";
import {EventMarks} from "./EventMarks.js";
import {chartFrame, ChartPicture, CountAxis, DateAxis, dayScale, Hatching, linear, roundPx} from "./frame.js";
import {AGE_WEEKS, listParts} from "./series.js";

/** Heights (px), from the top: the heads, the axis under the bars, the whole; the last stands in show.css too. */
const HEIGHTS = {wide: {heads: 44, axis: 330, whole: 380}, narrow: {heads: 24, axis: 230, whole: 268}};
/** A day's bar this wide (px) has an edge in the page's colour. */
const MIN_EDGED = 3;

/** The chart of a series (`buildSeries`), `width` pixels wide. */
export function ByDate(series, width) {
  const layout = layOutByDate(series, width);
  const {frame, heights, x, y} = layout;
  const hatching = `hatching-${frame.isWide ? "wide" : "narrow"}`;
  return ChartPicture(
    {kind: "by-date", label: describeByDate(series), width, height: heights.whole},
    svg("defs", {}, Hatching(hatching)),
    EpisodeHeads(series, layout),
    CountAxis(layout.max, y, frame),
    svg("g", {class: layout.bar < MIN_EDGED ? "bars thin" : "bars"}, listLayers(series, layout)),
    svg("path", {d: drawEstimates(series, layout), fill: `url(#${hatching})`}),
    svg("path", {class: "unfinished", d: drawUnfinished(series, layout)}),
    DateAxis(series, x, {y: heights.axis, frame}),
    DataEnd(series, layout),
    EventMarks(series, layout),
  );
}

/** Where everything stands: `{frame, heights, x, y, max, bar, gap}`; `bar` is the width of a day's bar. */
export function layOutByDate(series, width) {
  const frame = chartFrame(width);
  const heights = HEIGHTS[frame.isWide ? "wide" : "narrow"];
  const expected = listExpected(series).map(({from, downloads}) => from + downloads);
  const max = Math.max(1, ...series.days.map(({downloads}) => downloads), ...expected);
  const x = dayScale(series, frame);
  const y = linear([0, max], [heights.axis, heights.heads + 8]);
  const day = x(1) - x(0);
  const gap = day > 5 ? 1 : day / 6;
  return {frame, heights, x, y, max, bar: day - gap, gap};
}

/** The layers, the oldest weeks first: each is drawn from the ground up, and the younger ones over it. */
function listLayers({days}, layout) {
  const whole = days.filter(({isRunning}) => !isRunning);
  return Array.from({length: AGE_WEEKS}, (_, i) => AGE_WEEKS - 1 - i).map((k) => {
    const bars = whole.filter(({layers}) => layers[k] > (layers[k - 1] ?? 0));
    const d = bars.map(({day, layers}) => drawBar(layout, day, [0, layers[k]])).join("");
    return d === "" ? null : svg("path", {class: `tint-${k}`, d});
  });
}

/** A day's bar between two counts. */
function drawBar({x, y, bar, gap}, day, [low, high]) {
  const [bottom, top] = [roundPx(y(low)), roundPx(y(high))];
  return `M${roundPx(x(day) + gap / 2)} ${bottom}V${top}h${roundPx(bar)}V${bottom}z`;
}

const drawEstimates = ({days}, layout) =>
  days
    .filter(({estimated, isRunning}) => estimated > 0 && !isRunning)
    .map(({day, downloads, estimated}) => drawBar(layout, day, [downloads - estimated, downloads]))
    .join("");

/** The running day as far as it is counted, and what is expected of young episodes. */
function drawUnfinished(series, layout) {
  const running = series.days.filter(({isRunning, downloads}) => isRunning && downloads > 0);
  const counted = running.map(({day, downloads}) => drawBar(layout, day, [0, downloads]));
  const expected = listExpected(series).map(({day, from, downloads}) => drawBar(layout, day, [from, from + downloads]));
  return [...counted, ...expected].join("");
}

/** The days with expected downloads, of all young episodes: `{day, from, downloads}`, upon what others have on that day. */
function listExpected(series) {
  const byDay = new Map();
  const young = new Set();
  for (const {episode, projection} of series.episodes.filter((item) => item.projection !== null)) {
    young.add(episode);
    for (const {day, downloads} of projection.rest) byDay.set(day, (byDay.get(day) ?? 0) + downloads);
  }
  return [...byDay].map(([day, downloads]) => {
    const others = listParts(series, day).filter(({episode}) => !young.has(episode));
    return {day, from: others.reduce((sum, part) => sum + part.downloads, 0), downloads};
  });
}

/** One episode's bars where they stand in the stack, as a path. */
export const drawEpisode = (series, episode, layout) =>
  series.days
    .filter(({isRunning}) => !isRunning)
    .map(({day}) => drawPart(series, episode, {day, layout}))
    .join("");

function drawPart(series, episode, {day, layout}) {
  const parts = listParts(series, day);
  const index = parts.findIndex((part) => part.episode === episode);
  if (index === -1 || parts[index].downloads === 0) return "";
  const low = parts.slice(0, index).reduce((sum, {downloads}) => sum + downloads, 0);
  return drawBar(layout, day, [low, low + parts[index].downloads]);
}

function DataEnd({dataUntil, to}, {x, heights}) {
  if (dataUntil === null || toDayTime(dataUntil) > to) return null;
  const end = roundPx(x(toDayTime(dataUntil)));
  return svg("path", {class: "dotted", d: `M${end} ${heights.heads - 4}V${heights.axis}`});
}

function describeByDate({episodes, days}) {
  const weeks = Math.ceil(days.length / WEEK);
  return `Downloads per day by date: ${pluralize(episodes.length, "episode")} over ${pluralize(weeks, "week")}`;
}
