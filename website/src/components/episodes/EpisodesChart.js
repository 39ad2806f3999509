// A show's downloads as a stack of its episodes, light to dark, under one line for all of them together.

import {axisX, axisY, gridY, plot} from "@observablehq/plot";
import {area, curveStepAfter, line} from "d3-shape";
import {html, svg} from "../lib/dom.js";
import {pluralize, formatShortCount, formatShortDay} from "../lib/format.js";
import {findOpenDay, findPartialStart} from "./series.js";
import {OpenDays, PartialDays} from "./PartialDays.js";
import {buildTicks, selectSpaced} from "./axis.js";
import {endRoom, StackLabels} from "./StackLabels.js";

const WIDE = 640;
/** The ages (days) that get a label where there is room: close at first, then by weeks, then by quarters of a year. */
const AGES = [0, 1, 2, 3, 5, 7, 10, 14, 21, 28, 42, 56, 70, 84, 98, 112, 140, 182, 273, 364];
const TICK = 48;
const WEEK = 7;
const WIDE_HEIGHT = 420;
const NARROW_HEIGHT = 330;
const SUM_HEIGHT = 156;

/**
 * The chart of a series of `buildSeries`, `width` pixels wide, as a `<div class="episodes-plot">` of one or two SVGs.
 *
 * A day is as wide as it lasts, from `at` to `at + 1`, and its stack as high as its `height`. By age early days are
 * drawn wider (x is the square root of the age), because most downloads come in the first three. The line is `sum`:
 * on an axis of its own at the right, on a narrow screen in a panel of its own, and in `cumulative` the stack's top.
 */
export function EpisodesChart(series, {width, document = globalThis.document}) {
  const frame = frameOf(series, width);
  const panels = [StackPanel(series, frame, document)];
  if (frame.ownPanel) panels.push(SumPanel(series, frame, document));
  return html("div", {class: "episodes-plot"}, panels);
}

/** What both panels share: sizes, the x scale and its ticks. */
function frameOf(series, width) {
  const {mode, days} = series;
  const withLine = mode !== "cumulative";
  const wide = width >= WIDE;
  const marginLeft = 44;
  const marginRight = withLine ? (wide ? 52 : 12) : endRoom(series);
  const byDate = mode === "calendar";
  const span = Math.max(WEEK, days.length);
  const x = {type: byDate ? "linear" : "pow", exponent: byDate ? 1 : 0.5, domain: [0, span]};
  const inner = width - marginLeft - marginRight;
  return {width, wide, marginLeft, marginRight, inner, span, x, onRight: withLine && wide, ownPanel: withLine && !wide};
}

function StackPanel(series, frame, document) {
  const ticks = buildTicks(Math.max(...series.days.map(({height}) => height)));
  const partialStart = findPartialStart(series);
  return removeStyle(
    plot({
      ...common(series, frame, document),
      height: stackHeight(frame),
      marginTop: partialStart === null ? 30 : 62,
      y: {domain: [0, ticks.at(-1)]},
      ariaLabel: describeChart(series),
      marks: [
        gridY(ticks),
        series.episodes.map((_, index) => (__, scales) => Band(series, index, scales)),
        (_, scales, values, box) => PartialDays(series, scales.x, box),
        (_, scales, values, box) => OpenDays(series, scales.x, box),
        axisY({ticks, tickFormat: formatShortCount, tickSize: 0}),
        axisX(xTicks(series, frame)),
        frame.onRight ? sumOnRight(series, ticks) : [],
        (_, scales) => StackLabels(series, scales),
        (_, scales, values, box) => Titles(series, frame, box),
      ],
    }),
  );
}

const stackHeight = ({wide, ownPanel}) => (wide ? WIDE_HEIGHT : ownPanel ? NARROW_HEIGHT : NARROW_HEIGHT + SUM_HEIGHT);

function SumPanel(series, frame, document) {
  const ticks = buildTicks(series.days.at(-1).sum);
  return removeStyle(
    plot({
      ...common(series, frame, document),
      height: SUM_HEIGHT,
      marginTop: 32,
      y: {domain: [0, ticks.at(-1)]},
      ariaLabel: `Total downloads up to each day, ${pluralize(series.days.at(-1).sum, "download")} at the end`,
      marks: [
        gridY(ticks),
        axisY({ticks: [ticks[2], ticks[4]], tickFormat: formatShortCount, tickSize: 0}),
        axisX(xTicks(series, frame)),
        (_, scales) => svg("g", {}, SumLine(series, scales, 1)),
        () => svg("text", {class: "axis-title", x: 0, y: 16}, "total downloads so far"),
      ],
    }),
  );
}

function common(series, {width, marginLeft, marginRight, x}, document) {
  return {
    document,
    className: "episodes-panel",
    width,
    marginLeft,
    marginRight,
    marginBottom: 40,
    x: {...x, label: null},
  };
}

/** Plot writes a style element into its picture, which the page's Content-Security-Policy forbids; its rules are in show.css. */
function removeStyle(picture) {
  picture.querySelector("style").remove();
  picture.setAttribute("role", "img");
  return picture;
}

function describeChart({mode, episodes, days}) {
  const what = mode === "cumulative" ? "Downloads up to each day" : "Downloads per day";
  const over = mode === "calendar" ? "by date" : "by days since each episode's release";
  return `${what} of ${pluralize(episodes.length, "episode")}, stacked, ${over}, ${pluralize(days.length, "day")}`;
}

/** One episode's area: steps of a day each, or in `cumulative` straight from one day's end to the next. */
function Band({mode, episodes, days}, index, {x, y}) {
  const rows = days.map(({at, parts}) => {
    const low = parts.slice(0, index).reduce((sum, {height}) => sum + height, 0);
    return {at, low, high: low + parts[index].height, counted: parts[index].counted};
  });
  const shape = area(
    ({at}) => x(at),
    ({low}) => y(low),
    ({high}) => y(high),
  );
  const d = mode === "cumulative" ? shape(dayEnds(rows)) : shape.curve(curveStepAfter)(stepPoints(rows));
  return svg("path", {class: "band", fill: shade(index, episodes.length), d});
}

/** The stack is 0 at the left edge, and what a day adds is complete at its end. */
const dayEnds = (rows) => [{at: 0, low: 0, high: 0}, ...rows.map((row) => ({...row, at: row.at + 1}))];

/** The counted days, with the last one repeated at its end: a step curve ends where its last point is. */
function stepPoints(rows) {
  const days = rows.filter(({counted}) => counted);
  return [...days, {...days.at(-1), at: days.at(-1).at + 1}];
}

/** The colour of the episode at `index` of `length`: between the first one's and the last one's. */
function shade(index, length) {
  const part = length === 1 ? 50 : Math.round((100 * index) / (length - 1));
  return `color-mix(in oklab, var(--episode-last) ${part}%, var(--episode-first))`;
}

/**
 * The running sum, from 0 to the end of each day, dashed where it can still change; `scale` turns it into units of the y
 * axis.
 */
function SumLine(series, {x, y}, scale) {
  const points = [{at: 0, sum: 0}, ...series.days.map(({at, sum}) => ({at: at + 1, sum}))];
  const openAt = findOpenDay(series)?.at ?? Infinity;
  const shape = line(
    ({at}) => x(at),
    ({sum}) => y(sum * scale),
  );
  const parts = [
    ["sum-line", points.filter(({at}) => at <= openAt)],
    ["sum-line open", points.filter(({at}) => at >= openAt)],
  ];
  return parts.filter(([, part]) => part.length > 1).map(([kind, part]) => svg("path", {class: kind, d: shape(part)}));
}

/** The line on an axis of its own at the right; Plot knows one y scale, so the sums are scaled to the stack's ticks. */
function sumOnRight(series, ticks) {
  const sumTicks = buildTicks(series.days.at(-1).sum);
  const scale = ticks.at(-1) / sumTicks.at(-1);
  const tickFormat = (_, i) => formatShortCount(sumTicks[i]);
  return [
    (_, scales) => svg("g", {}, SumLine(series, scales, scale)),
    axisY({anchor: "right", ticks, tickFormat, tickSize: 0}),
  ];
}

/** Ticks in the middle of the day that they name. */
function xTicks({mode, days}, {inner, span}) {
  const place = mode === "calendar" ? ({at}) => at / span : ({at}) => Math.sqrt((at + 0.5) / span);
  const candidates = mode === "calendar" ? days : days.filter(({at}) => AGES.includes(at));
  const distance = mode === "calendar" ? TICK * 1.3 : TICK / 2;
  const labels = selectSpaced(candidates, (day) => place(day) * inner, distance).map(({at, date}) => [
    at + 0.5,
    date === null ? String(at) : formatShortDay(date),
  ]);
  const textAt = new Map(labels);
  return {ticks: [...textAt.keys()], tickFormat: (at) => textAt.get(at), tickSize: 4};
}

function Titles({mode}, {width, wide, onRight}, {height, marginLeft}) {
  const below = mode === "calendar" ? null : "days since release (early days stretched)";
  return svg(
    "g",
    {class: "axis-titles"},
    svg("text", {x: 0, y: 10}, mode === "cumulative" ? "downloads so far" : "downloads per day"),
    onRight ? svg("text", {class: "at-end", x: width, y: 10}, "— total downloads so far") : null,
    below === null ? null : svg("text", {x: wide ? marginLeft : 0, y: height - 6}, below),
  );
}
