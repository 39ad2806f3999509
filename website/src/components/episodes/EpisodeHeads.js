// The heads over a chart by date: a band for the first 7 days of each episode, with its number and its downloads in them.

import {svg} from "../lib/dom.js";
import {WEEK} from "../lib/days.js";
import {formatShortCount} from "../lib/format.js";
import {measureText} from "../lib/text.js";
import {roundPx} from "./frame.js";

const NUMBER_SIZE = 13;
const COUNT_SIZE = 12;
const DISTANCE = 5;

/** The bands and their labels; `layout` is that of the chart by date. */
export function EpisodeHeads(series, {x, heights, frame}) {
  const heads = listHeads(series).map((head) => ({...head, middle: x((head.from + head.to) / 2)}));
  const bands = heads
    .filter((_, index) => index % 2 === 0)
    .map(({from, to}) => drawBand([x(from), x(to)], heights.axis));
  const measure = chooseMeasure(heads, frame);
  const hasCounts = measure === measureCount;
  return svg(
    "g",
    {class: "heads"},
    svg("path", {class: "band", d: bands.join("")}),
    selectHeads(heads, measure).map((head, index) => Head(head, {index, frame, measure})),
    hasCounts && svg("text", {class: "head-note", x: roundPx(x(heads[0].from) - 8), y: 31}, "7 days"),
  );
}

/** The episodes by the day on which they came: `{episodes, name, from, to, count, isProjected}`. */
export function listHeads({episodes}) {
  const starts = [...new Set(episodes.map(({firstDay}) => firstDay))].sort((a, b) => a - b);
  return starts.map((from, index) => ({
    ...describeGroup(episodes.filter(({firstDay}) => firstDay === from)),
    from,
    to: Math.min(from + WEEK, starts[index + 1] ?? Infinity),
  }));
}

/** Several episodes of a day have one head. */
function describeGroup(group) {
  const [first, last] = [group[0].episode, group.at(-1).episode];
  const counts = group.map(({first7, projection}) => first7 ?? projection?.projected ?? null);
  return {
    episodes: group.map(({episode}) => episode),
    name: first === last ? String(first) : `${first}–${last}`,
    count: counts.includes(null) ? null : counts.reduce((sum, count) => sum + count, 0),
    isProjected: group.some(({first7, projection}) => first7 === null && projection !== null),
  };
}

const drawBand = ([left, right], bottom) => `M${roundPx(left)} 0H${roundPx(right)}V${bottom}H${roundPx(left)}z`;

const measureNumber = ({name}) => measureText(name, NUMBER_SIZE);
const measureCount = (head) => Math.max(measureNumber(head), measureText(writeCount(head), COUNT_SIZE));

function writeCount({count, isProjected}) {
  if (count === null) return "";
  return `${isProjected ? "≈ " : ""}${formatShortCount(count)}`;
}

/** The counts stand under the numbers where nearly all heads have room for them. */
const chooseMeasure = (heads, {isWide}) =>
  isWide && findStep(heads, measureCount) === 1 ? measureCount : measureNumber;

/** Every how many heads one can be labelled without touching the next, at the usual distance of two. */
function findStep(heads, measure) {
  if (heads.length < 2) return 1;
  const widest = Math.max(...heads.map(measure)) + DISTANCE;
  const steps = heads.slice(1).map(({middle}, index) => middle - heads[index].middle);
  return Math.ceil(widest / steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)]);
}

/** The last, and of every n-th from the first as many as have room. */
function selectHeads(heads, measure) {
  const step = findStep(heads, measure);
  const last = heads.at(-1);
  const isApart = (before, after) => after.middle - before.middle >= (measure(before) + measure(after)) / 2 + DISTANCE;
  const selection = [];
  for (const head of heads.filter((_, index) => index % step === 0)) {
    const before = selection.at(-1);
    if (head !== last && (!before || isApart(before, head)) && isApart(head, last)) selection.push(head);
  }
  return [...selection, last];
}

/** The first one says what the numbers are. */
const nameHead = ({name}, {index, frame}) => (index === 0 && frame.isWide ? `Ep ${name}` : name);

function Head(head, {index, frame, measure}) {
  const x = roundPx(Math.min(head.middle, frame.right - measure(head) / 2));
  return [
    svg("text", {class: "head-name", x, y: 15}, nameHead(head, {index, frame})),
    measure === measureCount && svg("text", {class: "head-count", x, y: 31}, writeCount(head)),
  ];
}
