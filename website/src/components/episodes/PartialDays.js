// Days of a chart that must not be read like the others: counted for some episodes only, or still running.

import {svg} from "../lib/dom.js";
import {runningDay, thinFrom} from "./series.js";
import {shortDay} from "../lib/format.js";
import {spaced} from "./axis.js";

const CHANGE = 58;

/**
 * The veil over days that only some episodes have a count for, so that a lower stack is not taken for a fall; null when
 * there are none. `x` is Plot's scale, `box` its dimensions.
 */
export function ThinDays(series, x, box) {
  const from = thinFrom(series);
  if (from === null) return null;
  const {width, height, marginTop, marginRight, marginBottom} = box;
  const veil = {
    x: x(from),
    y: marginTop,
    width: x(series.days.length) - x(from),
    height: height - marginTop - marginBottom,
  };
  const title = {class: "thin-title", "text-anchor": "end", x: width - marginRight, y: marginTop - 21};
  return svg(
    "g",
    {class: "thin"},
    Hatch("thin-hatch"),
    svg("rect", {...veil, class: "veil"}),
    svg("rect", {...veil, fill: "url(#thin-hatch)"}),
    svg("text", title, "only some episodes are counted this far"),
    changes(series, from, x, width).map((day) => Change(day, x(day.at), box)),
  );
}

/** The days on which the number of counted episodes changes: the first, and as many as can be named beside it. */
function changes({days}, from, x, width) {
  const all = days.filter(({at, counted}) => at >= from && counted !== days[at - 1]?.counted);
  const fitting = all.filter(({at}) => x(at) + CHANGE < width);
  return fitting.length > 0 ? spaced(fitting, ({at}) => x(at), CHANGE) : all.slice(0, 1);
}

/** "9 of 12" over the day from which on that is so, on the side where there is room. */
function Change({counted, expected}, x, {width, height, marginTop, marginBottom}) {
  const toRight = x + CHANGE < width;
  const place = toRight ? {x: x + 4, "text-anchor": "start"} : {x: x - 4, "text-anchor": "end"};
  return [
    svg("line", {x1: x, x2: x, y1: marginTop - 14, y2: height - marginBottom}),
    svg("text", {...place, y: marginTop - 6}, `${counted} of ${expected}`),
  ];
}

/** The day of the newest scrape, which is not over, hatched and named; null when the chart does not show it. */
export function RunningDay(series, x, {width, height, marginTop, marginBottom}) {
  const day = runningDay(series);
  if (day === null) return null;
  const [from, to] = [x(day.at), x(day.at + 1)];
  const words = `${shortDay(day.date)} is still running`;
  const [label, place] =
    to > width / 2 ? [`${words} ▴`, {x: to, "text-anchor": "end"}] : [`▴ ${words}`, {x: from, "text-anchor": "start"}];
  return svg(
    "g",
    {class: "running"},
    Hatch("running-hatch"),
    svg("rect", {
      x: from,
      y: marginTop,
      width: to - from,
      height: height - marginTop - marginBottom,
      fill: "url(#running-hatch)",
    }),
    svg("text", {class: "running-title", ...place, y: height - 8}, label),
  );
}

function Hatch(id) {
  const size = {width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)"};
  return svg("defs", {}, svg("pattern", {id, ...size}, svg("line", {y2: 6, class: id})));
}
