// The sizes of a show's charts, the scales that they share, and their axes.

import {svg} from "../lib/dom.js";
import {toDate, WEEK} from "../lib/days.js";
import {formatShortCount, formatShortDay} from "../lib/format.js";

/** The widths (px) that charts are drawn for at build; the script draws them again for the real one. */
export const WIDTHS = {narrow: 336, wide: 1216};
/** From this width on a chart is drawn with all that is written on it; it stands in show.css too. */
export const WIDE_FROM = 640;

const STEPS = [1, 2, 2.5, 5, 10];
const TICKS = 5.5;
const LABEL_ROOM = 44;
const SIDES = {wide: {left: 44, right: 10}, narrow: {left: 34, right: 4}};

/** `{width, isWide, left, right}` of a chart that is `width` pixels wide: all charts of a page share their x axis. */
export function chartFrame(width) {
  const isWide = width >= WIDE_FROM;
  const {left, right} = SIDES[isWide ? "wide" : "narrow"];
  return {width, isWide, left, right: width - right};
}

/** The `<svg>` of a chart; `kind` is its class, `label` what is read aloud. */
export function ChartPicture({kind, label, width, height}, ...children) {
  const box = {width, height, viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "xMinYMin"};
  return svg("svg", {class: `chart ${kind}`, ...box, role: "img", "aria-label": label}, ...children);
}

/** A length for an attribute: tenths of a pixel. */
export const roundPx = (length) => String(Math.round(length * 10) / 10);

/** A straight scale: the pixels of a value between `from` and `to`. */
export function linear([from, to], [start, end]) {
  const unit = to === from ? 0 : (end - start) / (to - from);
  return (value) => start + (value - from) * unit;
}

/** The x scale of days between a series' Mondays. */
export const dayScale = ({from, to}, {left, right}) => linear([from, to], [left, right]);

/** Round whole numbers from 0 up to `max`, four or so of them: 5317 → [0, 2000, 4000]. */
export function roundTicks(max) {
  const minimum = Math.max(1, max / TICKS);
  const power = 10 ** Math.floor(Math.log10(minimum));
  const step = STEPS.map((factor) => factor * power).find((size) => size >= minimum && Number.isInteger(size));
  return Array.from({length: Math.floor(max / step) + 1}, (_, i) => i * step);
}

/** Gridlines with their numbers at the left. */
export function CountAxis(max, y, {left, right}) {
  const ticks = roundTicks(max);
  const d = ticks.slice(1).map((tick) => `M${left} ${roundPx(y(tick))}H${right}`);
  const labels = ticks.map((tick) =>
    svg("text", {x: left - 8, y: roundPx(y(tick)), dy: ".35em"}, formatShortCount(tick)),
  );
  return [svg("path", {class: "grid", d: d.join("")}), svg("g", {class: "count-axis"}, labels)];
}

/** Dates below the line at `y`, every 7 days from the first torrent or a multiple of them; a month stands where it changes. */
export function DateAxis({origin, to}, x, {y, frame}) {
  const every = WEEK * Math.ceil(LABEL_ROOM / (x(WEEK) - x(0)));
  const days = Array.from({length: Math.ceil((to - origin) / every)}, (_, i) => origin + i * every);
  const shown = days.filter((day) => x(day + 0.5) < frame.right - LABEL_ROOM / 3);
  const ticks = shown.map((day) => `M${roundPx(x(day + 0.5))} ${y}v4`).join("");
  const labels = shown.map((day, i) =>
    svg("text", {x: roundPx(x(day + 0.5)), y: y + 17}, nameDay(toDate(day), i > 0 ? toDate(shown[i - 1]) : "")),
  );
  const line = `M${frame.left} ${y}H${frame.right}`;
  return [svg("path", {class: "axis", d: line + ticks}), svg("g", {class: "date-axis"}, labels)];
}

/** "4 Oct", and "11" where the month is that of the date before. */
const nameDay = (date, before) =>
  before.slice(0, 7) === date.slice(0, 7) ? String(Number(date.slice(8))) : formatShortDay(date);

/** Hatching in the page's colour for what is estimated, as `url(#id)`. */
export const Hatching = (id) =>
  svg(
    "pattern",
    {id, width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)"},
    svg("path", {class: "hatching", d: "M0 0v5"}),
  );
