// The chart of a comparison: a line for each show, its name and last value at the line's end.

import {svg} from "../lib/dom.js";
import {formatCount} from "../lib/format.js";
import {measureText, truncateText} from "../lib/text.js";
import {labelValue, scalePlaces, scaleValues, unitOf} from "./axes.js";
import {spreadLabels} from "./spreadLabels.js";

const LABEL = {size: 14, distance: 40, gap: 26, minRoom: 110, maxRoom: 270, part: 0.25};
const MARGIN = {top: 34, bottom: 46, left: 46, right: 14};
const SMALL_MARGIN = {top: 8, bottom: 8, left: 6, right: 8};
const NOTE_SIZE = 13;
const TICK_SIZE = 12;
/** Points stand so far apart (px) that each can have a dot. */
const MIN_DOT_GAP = 14;
/** Points stand so close (px) that a line of full width would be a blot. */
const MAX_DENSE_GAP = 6;
const CAPTIONS = {
  week: "weeks since the first torrent",
  day: "days since the first torrent",
  episode: "first seven days of each episode",
  date: "",
};
/** Only so wide a chart has room for the axis' caption beside the key. */
const CAPTION_FROM = 360;

/**
 * The chart of `{lines, settings, note, label}`, an `<svg>` of `width` × `height` px.
 *
 * `lines` are of tracks.js, each with a short `name`, `settings` are `{align, y, log}`, `note` `{x, text, short}` or null is
 * written at its place, `label` is what a screen reader says. `names: false` leaves the lines' ends bare, where a list
 * beside the chart names them; `axes: false` draws a small picture of the lines alone.
 */
export function CompareChart({lines, settings, note = null, label}, size) {
  const {width, height, axes = true, names = true} = size;
  const drawable = lines.filter(({points}) => points.length > 0);
  const frame = layOut(drawable, settings, size);
  return svg(
    "svg",
    {class: "compare-plot", width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label},
    drawable.length > 0 && [
      axes && Axes(frame, settings),
      axes && Key(drawable, frame),
      note !== null && Note(note, drawable, frame),
      drawable.map((line) => Line(line, frame)),
      names && EndLabels(drawable, settings, frame),
    ],
  );
}

/** Where a chart of these lines has what: the scales `{x, y}`, its edges, and the `room` for names. */
export function layOut(lines, settings, {width, height, names = true, axes = true}) {
  const margin = axes ? MARGIN : SMALL_MARGIN;
  const [left, right] = [margin.left, width - margin.right - (names ? labelRoom(lines, width) : 0)];
  const [top, bottom] = [margin.top, height - margin.bottom];
  const points = lines.flatMap((line) => line.points);
  const places = points.map(({x}) => x);
  const values = points.map(({value}) => value).filter((value) => value > 0);
  const across = {min: Math.min(...places), max: Math.max(...places), unit: unitOf(settings)};
  const max = Math.max(1, ...values);
  const upwards = {min: Math.min(max, ...values), max, log: settings.log};
  const [x, y] = [scalePlaces(across, {left, right}), scaleValues(upwards, {top, bottom})];
  return {x, y, left, right, top, bottom, width, axes, room: width - right - LABEL.gap, unit: across.unit};
}

function labelRoom(lines, width) {
  const needed = Math.max(LABEL.minRoom, ...lines.map(({title}) => measureText(title, LABEL.size)));
  return LABEL.gap - MARGIN.right + Math.min(LABEL.maxRoom, width * LABEL.part, needed);
}

const Axes = ({x, y, left, right, bottom, unit}, settings) => [
  y.ticks.map((tick) => {
    const at = round(y.apply(tick));
    return [
      svg("line", {class: "grid", x1: left, x2: right, y1: at, y2: at}),
      svg("text", {class: "tick", x: left - 7, y: at + 4, "text-anchor": "end"}, labelValue(tick, settings.y)),
    ];
  }),
  svg("line", {class: "axis", x1: left, x2: right, y1: bottom, y2: bottom}),
  x.ticks.map((tick, i) => {
    const at = round(x.apply(tick.x));
    // The first says the unit; in the middle it would reach over the edge.
    const start = i === 0 ? {x: Math.max(4, at - 18), "text-anchor": "start"} : {x: at, "text-anchor": "middle"};
    return [
      svg("line", {class: "axis", x1: at, x2: at, y1: bottom, y2: bottom + 5}),
      svg("text", {class: "tick", ...start, y: bottom + 19}, tick.label),
    ];
  }),
  right - left >= CAPTION_FROM && svg("text", {class: "tick", x: left, y: bottom + 38}, CAPTIONS[unit]),
];

/** What a ring and a dashed line mean, where there are any: at the right below the axis. */
function Key(lines, {right, bottom}) {
  const states = new Set(lines.flatMap(({points}) => points.map(({state}) => state)));
  const isOpen = states.has("unfinished") || states.has("provisional");
  const words = states.has("unfinished") ? "not over" : "provisional";
  const y = bottom + 38;
  const ring = right - (isOpen ? measureText(words, TICK_SIZE) + 30 : 0);
  return [
    isOpen && [
      svg("text", {class: "tick", x: right, y, "text-anchor": "end"}, words),
      svg("path", {class: "key-dash", d: `M${round(right - measureText(words, TICK_SIZE) - 24)},${y - 4}h20`}),
    ],
    lines.some(({finale}) => finale !== null) && [
      svg("text", {class: "tick", x: round(ring), y, "text-anchor": "end"}, "finale"),
      svg("circle", {class: "key-ring", cx: round(ring - measureText("finale", TICK_SIZE) - 6), cy: y - 4, r: 4.5}),
    ],
  ];
}

/** What is written at its place: a rule down to the highest line there. */
function Note({x: place, text, short}, lines, {x, y, left, right, top, width}) {
  const at = round(x.apply(place));
  const values = lines.flatMap(({points}) => points.filter((point) => point.x === place)).map(({value}) => value);
  const isLeft = at > (left + right) / 2;
  const room = (isLeft ? at : width - at) - 12;
  return svg(
    "g",
    {class: "note"},
    svg("line", {x1: at, x2: at, y1: 8, y2: round(Math.max(top - 6, y.apply(Math.max(1, ...values)) - 9))}),
    svg(
      "text",
      {x: isLeft ? at - 7 : at + 7, y: 18, "text-anchor": isLeft ? "end" : "start"},
      measureText(text, NOTE_SIZE) <= room ? text : truncateText(short, NOTE_SIZE, room),
    ),
  );
}

/** A line: whole where it is settled, dashed towards what can still change; a ring is the finale, a hollow dot "so far". */
function Line({id, colorClass, points, finale}, {x, y, axes}) {
  const places = points.map((point) => [round(x.apply(point.x)), round(y.apply(point.value))]);
  const solid = writePath(places, points, {isOpen: false});
  const dashed = writePath(places, points, {isOpen: true});
  const gap = points.length < 2 ? Infinity : (places.at(-1)[0] - places[0][0]) / (points.length - 1);
  const isDense = gap < MAX_DENSE_GAP;
  const hasDot = ({state}, i) => axes && gap >= MIN_DOT_GAP && state !== "unfinished" && i !== finale;
  const Circle = (className, i, r) => svg("circle", {class: className, cx: places[i][0], cy: places[i][1], r});
  return svg(
    "g",
    {class: `line ${colorClass}${isDense ? " dense" : ""}`, "data-show": id},
    solid && [svg("path", {class: "halo", d: solid}), svg("path", {class: "stroke", d: solid})],
    dashed && svg("path", {class: "stroke open", d: dashed}),
    points.map((point, i) => hasDot(point, i) && Circle("dot", i, 3.2)),
    finale !== null && Circle("ring", finale, 5.5),
    points.at(-1).state === "unfinished" && Circle("hollow", points.length - 1, 4),
  );
}

/** The pieces of a line that lead to settled points, or to those that are not. */
function writePath(places, points, {isOpen}) {
  let path = "";
  let before = false;
  for (let i = 1; i < places.length; i += 1) {
    const wanted = (points[i].state !== "settled") === isOpen;
    if (wanted) path += before ? `L${places[i]}` : `M${places[i - 1]}L${places[i]}`;
    before = wanted;
  }
  return path;
}

const round = (number) => Math.round(number * 10) / 10;

function EndLabels(lines, settings, {x, y, right, top, bottom, room}) {
  const ends = lines.map(({points}) => [x.apply(points.at(-1).x), y.apply(points.at(-1).value)].map(round));
  const wanted = ends.map(([, at]) => at);
  const places = spreadLabels(wanted, {distance: LABEL.distance, top, bottom: bottom - 14}).map(round);
  return lines.map((line, i) =>
    EndLabel(line, settings, {end: ends[i], x: right + LABEL.gap, y: places[i], right, room}),
  );
}

function EndLabel(line, settings, {end: [fromX, fromY], x, y, right, room}) {
  const bend = Math.max(fromX + 8, right + 8);
  return svg(
    "g",
    {class: `end ${line.colorClass}`, "data-show": line.id},
    svg("path", {class: "leader", d: `M${round(fromX + 7)},${fromY}L${round(bend)},${fromY}L${x - 4},${y}`}),
    svg("text", {class: "end-title", x, y: y + 1}, fitName(line, room)),
    svg("text", {class: "end-value", x, y: y + 17}, describeEnd(line, settings)),
  );
}

/** The title where there is room for it, else the short name. */
const fitName = ({title, name = title}, room) =>
  measureText(title, LABEL.size) <= room ? title : truncateText(name, LABEL.size, room);

/** The last value of a line and what it is: "6,400 so far", "239 in its last week", "36%". */
export function describeEnd({points, isOver}, {y}) {
  if (points.length === 0) return "nothing is over yet";
  const {value, state} = points.at(-1);
  const text = y === "percent" ? `${formatCount(Math.round(value))}%` : formatCount(value);
  if (state === "unfinished") return `${text} so far`;
  if (state === "provisional") return `${text}, provisional`;
  if (!isOver || y === "total") return text;
  return `${text} ${y === "daily" ? "on its last day" : y === "episode" ? "its last episode" : "in its last week"}`;
}
