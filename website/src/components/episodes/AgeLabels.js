// The labels at the ends of the lines by age: at the right for whole ones, spread so that none touches the next, else at the end.

import {svg} from "../lib/dom.js";
import {WEEK} from "../lib/days.js";
import {formatCount, formatShortCount} from "../lib/format.js";
import {measureText} from "../lib/text.js";
import {writeInterval, writeProjected} from "../lib/projection.js";
import {LAST_AGE} from "./ByAge.js";
import {roundPx} from "./frame.js";

const SIZE = 12;
const LEADER = 14;
const STEP = {wide: 16, narrow: 13};

/** The labels of a layout's lines (`layOutByAge`), each in a group that names its episode. */
export function AgeLabels(layout) {
  const whole = layout.lines.filter(({points}) => points.length > LAST_AGE);
  const young = layout.lines.filter(({points}) => points.length <= LAST_AGE);
  return svg("g", {class: "age-labels"}, EndColumn(whole, layout), listYoung(young, layout));
}

/** The whole lines' labels in a column, with leaders; the first, the newest and the best stay when there is no room for all. */
function EndColumn(lines, {x, y, frame, top, bottom}) {
  const step = STEP[frame.isWide ? "wide" : "narrow"];
  const room = Math.floor((bottom - top) / step) + 1;
  const ends = lines.map((track) => ({...track, y: y(track.points.at(-1)[1])}));
  const labels = spread(thin(ends, room), {step, top, bottom});
  const right = x(LAST_AGE);
  return labels.map(({episode, shade, y: end, place, points}) =>
    svg(
      "g",
      {"data-episode": episode},
      svg("path", {
        d: `M${roundPx(right + 2)} ${roundPx(end)}L${roundPx(right + LEADER - 3)} ${roundPx(place)}`,
        stroke: shade,
      }),
      Name({episode, count: points.at(-1)[1], frame}, {x: right + LEADER, y: place}),
    ),
  );
}

function Name({episode, count, frame}, {x, y}) {
  const name = svg("tspan", {class: "head-name"}, frame.isWide ? `Ep ${episode}` : String(episode));
  return svg("text", {x: roundPx(x), y: roundPx(y), dy: ".35em"}, name, frame.isWide && ` ${formatCount(count)}`);
}

/** As many as have room, at even distances of the order of release; the best one is always among them. */
function thin(ends, room) {
  if (ends.length <= room) return ends;
  const best = ends.reduce((top, end) => (end.y < top.y ? end : top));
  const step = (ends.length - 1) / (room - 2);
  const kept = new Set(Array.from({length: room - 1}, (_, i) => ends[Math.round(i * step)]));
  return ends.filter((end) => kept.has(end) || end === best);
}

/** The labels with a `place` (px) each, at least `step` apart, as near to their lines' ends as that allows. */
export function spread(ends, {step, top, bottom}) {
  const sorted = ends.toSorted((a, b) => a.y - b.y);
  const stacks = [];
  for (const {y} of sorted) {
    stacks.push(placeStack([y], {step, top, bottom}));
    while (stacks.length > 1 && stacks.at(-1).start < stacks.at(-2).start + stacks.at(-2).ys.length * step) {
      const [above, below] = stacks.splice(-2);
      stacks.push(placeStack([...above.ys, ...below.ys], {step, top, bottom}));
    }
  }
  const places = stacks.flatMap(({start, ys}) => ys.map((_, index) => start + index * step));
  return sorted.map((end, index) => ({...end, place: places[index]}));
}

/** Labels that touch, as a stack whose middle is that of the places they would like to have. */
function placeStack(ys, {step, top, bottom}) {
  const start = ys.reduce((sum, y, index) => sum + y - index * step, 0) / ys.length;
  return {ys, start: Math.max(top, Math.min(start, bottom - (ys.length - 1) * step))};
}

/** The others' labels at their ends, the newest first, each where it covers none before it. */
function listYoung(lines, layout) {
  const boxes = [];
  return lines.toReversed().map((track) => {
    const label = track.rest === null ? endLabel(track, layout) : projectionLabel(track, layout);
    const isFree = boxes.every(
      (box) => label.right < box.left || label.left > box.right || Math.abs(label.y - box.y) > label.height,
    );
    if (!isFree) return null;
    boxes.push(label);
    return svg(
      "g",
      {"data-episode": track.episode},
      label.texts.map((text, index) => YoungText(text, index, label)),
    );
  });
}

function endLabel({episode, points}, {x, y, frame}) {
  const [age, count] = points.at(-1);
  const texts = [
    [`${frame.isWide ? "Ep " : ""}${episode}`, ` ${frame.isWide ? formatCount(count) : formatShortCount(count)}`],
  ];
  return placeTexts(texts, {left: x(age) + 7, y: y(count) - (age < WEEK + 3 ? 6 : 0)});
}

function projectionLabel({episode, rest, projection}, {x, y, frame}) {
  const range = writeInterval(projection);
  const texts = [
    [`${frame.isWide ? "Ep " : ""}${episode}: about ${writeProjected(projection)}`, ""],
    range && frame.isWide && ["", `${range} at day 7`],
  ];
  return placeTexts(texts.filter(Boolean), {left: x(WEEK) + 10, y: Math.max(8, y(rest.at(-1)[1]) - 6)});
}

function placeTexts(texts, {left, y}) {
  const width = Math.max(...texts.map((parts) => measureText(parts.join(""), SIZE)));
  return {texts, left, right: left + width, y, height: 14 * texts.length};
}

const YoungText = ([name, rest], index, {left, y}) =>
  svg(
    "text",
    {x: roundPx(left), y: roundPx(y + 15 * index), dy: ".35em"},
    name && svg("tspan", {class: "head-name"}, name),
    rest,
  );
