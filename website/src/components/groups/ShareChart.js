// Shares by week as stacked bars, each group named where its part ends.

import {isolate} from "../lib/controls.js";
import {html, svg} from "../lib/dom.js";
import {formatShare, formatShortDay} from "../lib/format.js";
import {truncateText} from "../lib/text.js";

const SIZES = [
  {name: "narrow", width: 336, height: 300, names: 118, font: 12},
  {name: "wide", width: 784, height: 400, names: 172, font: 14},
];
const LEFT = 46;
const TOP = 10;
const BOTTOM = 30;
const GAP = 1;
const LEADER = 18;

/** The chart of a split (of split.js), drawn for a phone and for a wide page; `label` says what it is of. */
export const ShareChart = (split, {label}) =>
  html(
    "div",
    {class: "share-chart", role: "img", "aria-label": label},
    SIZES.map((size) => Drawing(split, size)),
  );

function Drawing({weeks, series}, size) {
  const frame = measureFrame(weeks, size);
  const stacks = stackShares(weeks, series);
  return svg(
    "svg",
    {class: `share-${size.name}`, viewBox: `0 0 ${size.width} ${size.height}`, "font-size": size.font},
    Scale(frame),
    series.map(({colorClass}, i) => Bars(stacks[i], colorClass, {weeks, frame})),
    Dates(weeks, frame),
    Names(series, stacks, frame),
  );
}

function measureFrame(weeks, {width, height, names, font}) {
  const right = width - names;
  const pitch = (right - LEFT) / weeks.length;
  const toY = (share) => TOP + (1 - share) * (height - TOP - BOTTOM);
  return {right, pitch, toY, font, height, names, toX: (index) => LEFT + index * pitch};
}

/** For each of the series, for each week, from where to where it reaches: `[from, to]` as parts of 1, null in an empty week. */
function stackShares(weeks, series) {
  const totals = weeks.map((_, week) => series.reduce((sum, {weekly}) => sum + weekly[week], 0));
  const sums = totals.map(() => 0);
  return series.map(({weekly}) =>
    totals.map((total, week) => {
      if (total === 0) return null;
      const from = sums[week] / total;
      sums[week] += weekly[week];
      return [from, sums[week] / total];
    }),
  );
}

const Scale = ({toY, right}) =>
  svg(
    "g",
    {class: "share-scale"},
    [0, 0.25, 0.5, 0.75, 1].map((share) => [
      svg("path", {d: `M${LEFT} ${round(toY(share))}H${round(right)}`}),
      svg("text", {x: LEFT - 6, y: round(toY(share)), dy: ".35em", "text-anchor": "end"}, formatShare(share)),
    ]),
  );

/** The bars of one of the series; in a week that is not over they are paler. */
function Bars(stack, colorClass, {weeks, frame}) {
  const draw = (complete) =>
    stack.map((part, i) => (part && weeks[i].complete === complete ? drawBar(part, i, frame) : "")).join("");
  const [whole, open] = [draw(true), draw(false)];
  return svg(
    "g",
    {class: `share-bars ${colorClass ?? "others"}`},
    whole && svg("path", {d: whole}),
    open && svg("path", {class: "unfinished", d: open}),
  );
}

function drawBar([from, to], index, {toX, toY, pitch}) {
  if (to === from) return "";
  return `M${round(toX(index))} ${round(toY(to))}h${round(pitch - GAP)}V${round(toY(from))}H${round(toX(index))}z`;
}

/** The Mondays of as many weeks as there is room for. */
function Dates(weeks, {toX, pitch, height, font}) {
  const step = Math.ceil((font * 4) / pitch);
  return svg(
    "g",
    {class: "share-dates"},
    weeks.map(
      ({start_date: start}, i) =>
        i % step === 0 && svg("text", {x: round(toX(i)), y: height - BOTTOM + font + 6}, formatShortDay(start)),
    ),
  );
}

/** Each name with its share, beside its part of the newest complete week; they are spread so that none covers another. */
function Names(series, stacks, frame) {
  const ends = stacks.map((stack) => stack.findLast((part) => part !== null) ?? [0, 0]);
  const wanted = ends.map(([from, to]) => frame.toY((from + to) / 2));
  const places = spreadLabels(wanted, {distance: frame.font * 1.5, top: TOP, bottom: frame.height - BOTTOM});
  return svg(
    "g",
    {class: "share-names"},
    series.map(({name, colorClass, share}, i) => [
      svg("path", {
        class: colorClass ?? "others",
        d: `M${round(frame.right)} ${round(wanted[i])}L${round(frame.right + LEADER - 4)} ${round(places[i])}`,
      }),
      svg("text", {x: round(frame.right + LEADER), y: round(places[i]), dy: ".35em"}, labelShare({name, share}, frame)),
    ]),
  );
}

function labelShare({name, share}, {names, font}) {
  const number = share < 0.01 ? "under 1%" : `${Math.round(100 * share)}%`;
  return `${isolate(truncateText(name, font, names - LEADER - font * number.length * 0.65))} ${number}`;
}

/** Heights that are at least `distance` apart, near the wanted ones; these go upwards, as the stack does. */
export function spreadLabels(wanted, {distance, top, bottom}) {
  const places = [];
  for (const height of wanted) places.push(Math.min(height, (places.at(-1) ?? bottom + distance) - distance));
  // What would go out at the top pushes those below it down.
  for (let i = places.length - 1, limit = top; i >= 0; i -= 1, limit += distance) {
    if (places[i] >= limit) break;
    places[i] = limit;
  }
  return places;
}

const round = (number) => Math.round(number * 10) / 10;
