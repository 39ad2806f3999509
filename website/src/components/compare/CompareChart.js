// The chart of a comparison: a line for each show, its name and last value at the line's end.

import {svg} from "../lib/dom.js";
import {formatCount} from "../lib/format.js";
import {measureText, truncateText} from "../lib/text.js";
import {labelValue, scalePlaces, scaleValues, unitOf} from "./axes.js";
import {spreadLabels} from "./spreadLabels.js";

const LABEL = {size: 14, distance: 40, gap: 26, maxRoom: 240};
const MARGIN = {top: 34, bottom: 46, left: 46, right: 14};
/** Points stand so far apart (px) that each can have a dot. */
const MIN_DOT_GAP = 14;

/**
 * The chart of `{lines, settings, note, label}`, an `<svg>` of `width` × `height` px.
 *
 * `lines` are of tracks.js, `settings` `{align, y, log}`, `note` `{x, text}` or null is written at its place, `label` is
 * what a screen reader says. `names: false` leaves the lines' ends bare, where a list beside the chart names them;
 * `axes: false` draws a small picture of the lines alone.
 */
export function CompareChart({lines, settings, note = null, label}, {width, height, names = true, axes = true}) {
  const drawable = lines.filter(({points}) => points.length > 0);
  const frame = layOut(drawable, settings, {width, height, names, axes});
  return svg(
    "svg",
    {class: "compare-plot", width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label},
    axes && Grid(frame, settings),
    note !== null && drawable.length > 0 && Note(note, drawable, frame),
    drawable.map((line) => Line(line, frame)),
    names && EndLabels(drawable, settings, frame),
  );
}

/** The scales of a chart of these lines: `{x, y, left, right, top, bottom, width, names}`. */
export function layOut(lines, settings, {width, height, names, axes}) {
  const margin = axes ? MARGIN : {top: 8, bottom: 8, left: 6, right: 8};
  const points = lines.flatMap((line) => line.points);
  const [left, right] = [margin.left, width - margin.right - (names ? labelRoom(lines, settings, width) : 0)];
  const [top, bottom] = [margin.top, height - margin.bottom];
  const places = points.map(({x}) => x);
  const values = points.map(({value}) => value).filter((value) => value > 0);
  const across = {min: Math.min(...places), max: Math.max(...places), unit: unitOf(settings)};
  const upwards = {min: Math.min(...values), max: Math.max(1, ...values), log: settings.log};
  return {
    x: scalePlaces(across, {left, right}),
    y: scaleValues(upwards, {top, bottom}),
    ...{left, right, top, bottom, width, names, room: width - right - LABEL.gap, unit: across.unit},
  };
}

function labelRoom(lines, settings, width) {
  const texts = lines.map(({title}) => measureText(title, LABEL.size));
  return LABEL.gap + Math.min(LABEL.maxRoom, width * 0.3, Math.max(80, ...texts));
}

function Grid({x, y, left, right, bottom, unit}, settings) {
  const lines = y.ticks.map((tick) => {
    const at = y.apply(tick);
    return svg(
      "g",
      {},
      svg("line", {class: tick === 0 ? "axis" : "grid", x1: left, x2: right, y1: at, y2: at}),
      svg("text", {class: "tick", x: left - 7, y: at + 4, "text-anchor": "end"}, labelValue(tick, settings.y)),
    );
  });
  const marks = x.ticks.map((tick, i) => {
    const at = x.apply(tick.x);
    return svg(
      "g",
      {},
      svg("line", {class: "axis", x1: at, x2: at, y1: bottom, y2: bottom + 5}),
      svg(
        "text",
        {class: "tick", x: at, y: bottom + 19, "text-anchor": i === 0 ? "start" : "middle", dx: i === 0 ? -18 : 0},
        tick.label,
      ),
    );
  });
  const caption = CAPTIONS[unit];
  return [
    lines,
    svg("line", {class: "axis", x1: left, x2: right, y1: bottom, y2: bottom}),
    marks,
    caption && svg("text", {class: "tick", x: left, y: bottom + 37}, caption),
  ];
}

const CAPTIONS = {
  week: "weeks since the first torrent",
  day: "days since the first torrent",
  episode: "first seven days of each episode",
  date: null,
};

/** What is written at its place: a rule down to the highest line there. */
function Note({x: place, text}, lines, {x, y, left, right, top}) {
  const at = x.apply(place);
  const values = lines.flatMap(({points}) => points.filter((point) => point.x === place)).map(({value}) => value);
  const isLeft = at > (left + right) / 2;
  const end = Math.max(top - 2, y.apply(Math.max(...values)) - 10);
  return svg(
    "g",
    {class: "note"},
    svg("line", {x1: at, x2: at, y1: 8, y2: end}),
    svg(
      "text",
      {x: isLeft ? at - 7 : at + 7, y: 18, "text-anchor": isLeft ? "end" : "start"},
      truncateText(text, 13.5, (isLeft ? at : right - at + 200) - 10),
    ),
  );
}

/** A line: whole where it is settled, dashed towards what can still change; a ring is the finale, a hollow dot "so far". */
function Line({id, colorClass, points, finale}, {x, y, left, right}) {
  const places = points.map((point) => [x.apply(point.x), y.apply(point.value)]);
  const hasDots =
    points.length < 2 || (right - left) / (points.at(-1).x - points[0].x) >= MIN_DOT_GAP || points.length < 30;
  const solid = splitLine(places, points, (point) => point.state === "settled");
  const dashed = splitLine(places, points, (point) => point.state !== "settled");
  return svg(
    "g",
    {class: `line ${colorClass}`, "data-show": id},
    svg("path", {class: "halo", d: solid}),
    svg("path", {class: "stroke", d: solid}),
    dashed && svg("path", {class: "stroke open", d: dashed}),
    hasDots &&
      places.map(
        ([cx, cy], i) =>
          points[i].state !== "unfinished" &&
          i !== finale &&
          svg("circle", {class: "dot", cx: round(cx), cy: round(cy), r: 3.2}),
      ),
    finale !== null &&
      svg("circle", {class: "ring", cx: round(places[finale][0]), cy: round(places[finale][1]), r: 5.5}),
    points.at(-1).state === "unfinished" &&
      svg("circle", {class: "hollow", cx: round(places.at(-1)[0]), cy: round(places.at(-1)[1]), r: 4}),
  );
}

/** The pieces of a line that lead to the points for which `isWanted`. */
function splitLine(places, points, isWanted) {
  const write = ([x, y]) => `${round(x)},${round(y)}`;
  let path = "";
  let before = false;
  for (let i = 1; i < places.length; i += 1) {
    const wanted = isWanted(points[i]);
    if (wanted) path += before ? `L${write(places[i])}` : `M${write(places[i - 1])}L${write(places[i])}`;
    before = wanted;
  }
  return path;
}

const round = (number) => Math.round(number * 10) / 10;

function EndLabels(lines, settings, {x, y, right, top, bottom, room}) {
  const ends = lines.map(({points}) => [x.apply(points.at(-1).x), y.apply(points.at(-1).value)]);
  const places = spreadLabels(
    ends.map(([, at]) => at),
    {distance: LABEL.distance, top, bottom: bottom - 12},
  );
  return lines.map((line, i) => {
    const [fromX, fromY] = ends[i];
    const at = right + LABEL.gap;
    return svg(
      "g",
      {class: `end ${line.colorClass}`, "data-show": line.id},
      svg("path", {
        class: "leader",
        d: `M${round(fromX + 7)},${round(fromY)}L${round(Math.max(fromX + 8, right + 8))},${round(fromY)}L${round(at - 4)},${round(places[i])}`,
      }),
      svg("text", {class: "end-title", x: at, y: round(places[i]) + 1}, truncateText(line.title, LABEL.size, room)),
      svg("text", {class: "end-value", x: at, y: round(places[i]) + 17}, describeEnd(line, settings)),
    );
  });
}

/** The last value of a line and what it is: "6,400 so far", "239 in its last week", "36%". */
export function describeEnd({points, isOver}, {y}) {
  if (points.length === 0) return "no week is over yet";
  const {value, state} = points.at(-1);
  const text = y === "percent" ? `${formatCount(Math.round(value))}%` : formatCount(value);
  if (state === "unfinished") return `${text} so far`;
  if (state === "provisional") return `${text}, provisional`;
  if (!isOver || y === "total") return text;
  return `${text} ${{week: "in its last week", percent: "in its last week", daily: "on its last day", episode: "its last episode"}[y]}`;
}
