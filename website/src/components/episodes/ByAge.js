// A show's episodes added up since their release, a line each, so that they are compared at equal age.

import {line} from "d3-shape";
import {svg} from "../lib/dom.js";
import {WEEK} from "../lib/days.js";
import {formatCount, pluralize} from "../lib/format.js";
import {AgeLabels} from "./AgeLabels.js";
import {chartFrame, ChartPicture, CountAxis, linear, roundPx} from "./frame.js";
import {findNewestWhole} from "./series.js";

/** The last day that is drawn. */
export const LAST_AGE = 28;
const TICKS = [0, WEEK, 14, 21, LAST_AGE];
/** The part of the hue that the first episode's line has; the newest has all. */
const PALEST = 0.26;
const LABELS_WIDTH = {wide: 118, narrow: 40};

/** The chart of a series (`buildSeries`), `width` and `height` pixels large. */
export function ByAge(series, {width, height}) {
  const layout = layOutByAge(series, {width, height});
  return ChartPicture(
    {kind: "by-age", label: describeByAge(series), width, height},
    CountAxis(layout.max, layout.y, layout.frame),
    AgeAxis(layout),
    Median(series, layout),
    layout.lines.map((track) => Line(track, layout)),
    AgeLabels(layout),
  );
}

/**
 * Where everything stands: `{frame, x, y, top, bottom, max, lines}`. A line is `{episode, points, shade, isNewest, rest,
 * projection}`: `points` are `[age, downloads]` from the release to the last day that is over, `rest` those to the end of
 * day 7 as projected (or null).
 */
export function layOutByAge({episodes}, {width, height}) {
  const whole = chartFrame(width);
  const right = width - LABELS_WIDTH[whole.isWide ? "wide" : "narrow"];
  const lines = episodes.map((track, index) => buildLine(track, {index, length: episodes.length}));
  const drawn = lines.filter(({points, rest}) => points.length > 1 || rest !== null);
  const max = Math.max(1, ...drawn.map(({points, projection}) => Math.max(points.at(-1)[1], projection?.high ?? 0)));
  const [top, bottom] = [20, height - 26];
  const frame = {...whole, right};
  const x = linear([0, LAST_AGE], [frame.left, right]);
  return {frame, x, y: linear([0, max], [bottom, top]), top, bottom, max, lines: drawn};
}

function buildLine({episode, sums, full, projection}, {index, length}) {
  const points = [[0, 0], ...sums.slice(0, Math.min(full, LAST_AGE)).map((sum, age) => [age + 1, sum])];
  const part = length === 1 ? 1 : PALEST + ((1 - PALEST) * index) / (length - 1);
  return {
    episode,
    points,
    shade: mix(part),
    isNewest: index === length - 1,
    projection,
    rest: addRest(points, projection),
  };
}

const mix = (part) => `color-mix(in oklab, var(--hue) ${Math.round(100 * part)}%, var(--page))`;

/** From the last point to the projection: as the show's downloads usually fall, else straight. */
function addRest(points, projection) {
  if (projection === null) return null;
  const rest = [points.at(-1)];
  for (const {downloads} of projection.rest) rest.push([rest.at(-1)[0] + 1, rest.at(-1)[1] + downloads]);
  return rest.length > 1 ? rest : [...rest, [WEEK, projection.projected]];
}

function Line({episode, points, shade, isNewest, rest, projection}, {x, y}) {
  const draw = line(
    ([age]) => x(age),
    ([, count]) => y(count),
  ).digits(1);
  const d = draw(points);
  const [end, count] = points.at(-1);
  return svg(
    "g",
    {class: isNewest ? "age-line newest" : "age-line", "data-episode": episode, stroke: shade},
    isNewest && svg("path", {class: "halo", d}),
    svg("path", {d}),
    rest && svg("path", {class: "projected-line", d: draw(rest)}),
    rest && Whisker(projection, {x, y}),
    end < LAST_AGE &&
      end > 0 &&
      svg("circle", {cx: roundPx(x(end)), cy: roundPx(y(count)), r: isNewest ? 4 : 2.5, fill: shade}),
  );
}

function Whisker({low, high}, {x, y}) {
  if (low === null) return null;
  const [middle, from, to] = [x(WEEK), y(low), y(high)].map(roundPx);
  return svg("path", {class: "whisker", d: `M${middle} ${from}V${to}m-4 0h8M${middle} ${from}m-4 0h8`});
}

/** Ages below the axis, and the line at which episodes are compared. */
function AgeAxis({x, bottom, frame: {left, right, isWide}}) {
  const names = new Map([
    [0, "release"],
    [WEEK, isWide ? "first 7 days" : "7 days"],
  ]);
  const ticks = TICKS.map((age) => `M${roundPx(x(age))} ${bottom}v4`).join("");
  const labels = TICKS.map((age) =>
    svg(
      "text",
      {class: age === WEEK ? "head-name" : null, x: roundPx(x(age)), y: bottom + 18},
      names.get(age) ?? (isWide ? `${age} days` : String(age)),
    ),
  );
  return [
    svg("path", {class: "axis", d: `M${left} ${bottom}H${right}${ticks}M${roundPx(x(WEEK))} ${bottom}V4`}),
    svg("g", {class: "date-axis"}, labels),
  ];
}

/** The median of the show's class for the newest whole episode, as a tick on the line of day 7. */
function Median(series, {x, y, max}) {
  const median = findMedian(series);
  if (!median || median.downloads > max) return null;
  return svg("path", {class: "median", d: `M${roundPx(x(WEEK) - 9)} ${roundPx(y(median.downloads))}h18`});
}

const findMedian = ({medians, ...series}) => medians.find(({episode}) => episode === findNewestWhole(series)?.episode);

/** The sentence over the chart: the newest whole episode against episode 1, or against the one before. */
export function describeAges(series) {
  const newest = findNewestWhole(series);
  if (!newest) return null;
  const first = series.episodes.find(({episode}) => episode === 1);
  const base = first?.first7 && first !== newest ? first : series.episodes[series.episodes.indexOf(newest) - 1];
  const start = `Episode ${newest.episode} had ${formatCount(newest.first7)} downloads in its first 7 days`;
  return [base?.first7 ? `${start}, ${compareTo(newest, base)}.` : `${start}.`, describeMedian(series)]
    .filter(Boolean)
    .join(" ");
}

function compareTo({first7}, {first7: base, episode}) {
  const times = first7 / base;
  const part = times >= 2 ? `${times.toFixed(1)} ×` : `${Math.round(100 * times)}% of`;
  return `${part} those of episode ${episode}`;
}

function describeMedian(series) {
  const median = findMedian(series);
  if (!median) return null;
  return `The median of ${pluralize(median.shows, "show")} with a premiere as large is ${formatCount(Math.round(median.downloads))}.`;
}

const describeByAge = (series) =>
  [
    `Downloads of ${pluralize(series.episodes.length, "episode")} since release, added up over 28 days.`,
    describeAges(series),
  ]
    .filter(Boolean)
    .join(" ");
