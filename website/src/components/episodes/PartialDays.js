// Days of a chart that must not be read like the others: counted for some episodes only, not over yet, or provisional.

import {svg} from "../lib/dom.js";
import {formatShortDay} from "../lib/format.js";
import {selectSpaced} from "./axis.js";
import {findOpenDay, findPartialStart} from "./series.js";

/** The room (px) that "12 of 13 episodes" takes. */
const LABEL_ROOM = 104;

/**
 * A veil over the days that only some episodes have a count for, so that a lower stack is not taken for a fall; null when
 * there are none. `x` is Plot's scale, `box` its dimensions.
 */
export function PartialDays(series, x, box) {
  const start = findPartialStart(series);
  if (start === null) return null;
  const {width, height, marginTop, marginRight, marginBottom} = box;
  const veil = {
    x: x(start),
    y: marginTop,
    width: x(series.days.length) - x(start),
    height: height - marginTop - marginBottom,
  };
  const title = {class: "partial-title", "text-anchor": "end", x: width - marginRight, y: marginTop - 21};
  return svg(
    "g",
    {class: "partial-days"},
    Hatch("partial-hatch"),
    svg("rect", {...veil, class: "veil"}),
    svg("rect", {...veil, fill: "url(#partial-hatch)"}),
    svg("text", title, titleOf(series)),
    selectChanges(series, start, x, width).map((day) => Change(day, x(day.at), box)),
  );
}

/** By age the newer episodes end first; by date a day can only lack episodes whose counts have ended. */
const titleOf = ({mode}) =>
  mode === "calendar" ? "some episodes have no count here" : "newer episodes are not this old yet";

/** The days on which the number of counted episodes changes: the first, and as many as have room for their label. */
function selectChanges({days}, start, x, width) {
  const changes = days.filter(({at, counted}) => at >= start && counted !== days[at - 1]?.counted);
  const fitting = changes.filter(({at}) => x(at) + LABEL_ROOM < width);
  return fitting.length > 0 ? selectSpaced(fitting, ({at}) => x(at), LABEL_ROOM) : changes.slice(0, 1);
}

/** "9 of 12 episodes" over the day from which on that is so, on the side where there is room. */
function Change({counted, expected}, x, {width, height, marginTop, marginBottom}) {
  const isRight = x + LABEL_ROOM < width;
  const place = isRight ? {x: x + 4, "text-anchor": "start"} : {x: x - 4, "text-anchor": "end"};
  return [
    svg("line", {x1: x, x2: x, y1: marginTop - 14, y2: height - marginBottom}),
    svg("text", {...place, y: marginTop - 6}, `${counted} of ${expected} episodes`),
  ];
}

/** The days whose numbers can still change, hatched and named; null when the chart has none. */
export function OpenDays(series, x, {width, height, marginTop, marginBottom}) {
  const day = findOpenDay(series);
  if (day === null) return null;
  const [left, right] = [x(day.at), x(series.days.length)];
  const text = describeOpenDays(day, series.days.at(-1));
  const [label, place] =
    right > width / 2
      ? [`${text} ▴`, {x: right, "text-anchor": "end"}]
      : [`▴ ${text}`, {x: left, "text-anchor": "start"}];
  return svg(
    "g",
    {class: "open-days"},
    Hatch("open-hatch"),
    svg("rect", {
      x: left,
      y: marginTop,
      width: right - left,
      height: height - marginTop - marginBottom,
      fill: "url(#open-hatch)",
    }),
    svg("text", {class: "open-title", ...place, y: height - 8}, label),
  );
}

/** "20 Jan is not over", "provisional from 18 Jan", "provisional from 18 Jan, 20 Jan is not over". */
function describeOpenDays(first, last) {
  const provisional = first.provisional > 0 && `provisional from ${formatShortDay(first.date)}`;
  return [provisional, last.running > 0 && `${formatShortDay(last.date)} is not over`].filter(Boolean).join(", ");
}

function Hatch(id) {
  const size = {width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)"};
  return svg("defs", {}, svg("pattern", {id, ...size}, svg("line", {y2: 6, class: id})));
}
