// All downloads of a show up to each day, with the round numbers on their way.

import {area, line} from "d3-shape";
import {svg} from "../lib/dom.js";
import {toDate} from "../lib/days.js";
import {formatCount, formatShortCount, formatShortDay, pluralize} from "../lib/format.js";
import {measureText} from "../lib/text.js";
import {chartFrame, ChartPicture, CountAxis, DateAxis, dayScale, linear, roundPx} from "./frame.js";

const MILESTONES = 4;
const SIZE = 12;

/** The chart of a series (`buildSeries`), `width` and `height` pixels large. */
export function RunningTotal(series, {width, height}) {
  const {days} = series;
  const layout = layOutTotal(series, {width, height});
  const {frame, x, y, bottom} = layout;
  const label = `Running total: ${pluralize(days.at(-1).sum, "download")} at the end`;
  return ChartPicture(
    {kind: "running-total", label, width, height},
    CountAxis(days.at(-1).sum, y, frame),
    listCurves(days, layout),
    DateAxis(series, x, {y: bottom, frame}),
    Milestones(days, layout),
    EndValue(days.at(-1), layout),
  );
}

/** `{frame, x, y, bottom}`: where everything stands. */
export function layOutTotal(series, {width, height}) {
  const frame = chartFrame(width);
  const bottom = height - 28;
  const y = linear([0, Math.max(1, series.days.at(-1).sum)], [bottom, 26]);
  return {frame, x: dayScale(series, frame), y, bottom};
}

/** From nothing to the end of each day; the part of a day that is not over is dashed. */
function listCurves(days, {x, y, bottom}) {
  const points = [[days[0].day, 0], ...days.map(({day, sum}) => [day + 1, sum])];
  const over = days.filter(({isRunning}) => !isRunning).length;
  const draw = line(([day]) => x(day), ([, sum]) => y(sum)).digits(1); // prettier-ignore
  const fill = area(([day]) => x(day), bottom, ([, sum]) => y(sum)).digits(1); // prettier-ignore
  return [
    svg("path", {class: "total-area", d: fill(points)}),
    svg("path", {class: "total-line", d: draw(points.slice(0, over + 1))}),
    over < days.length && svg("path", {class: "total-line running", d: draw(points.slice(over))}),
  ];
}

/** The days on which round numbers were reached: `{count, day, at, time}`, `at` being the day's
 * number from 1, `time` the day with the part of it. */
export function listMilestones(days) {
  const total = days.at(-1).sum;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, total)));
  const counts = [power / 10, power / 4, power / 2, power, 2.5 * power, 5 * power].filter(
    (count) => count >= 10 && count < total,
  );
  return counts.slice(-MILESTONES).map((count) => {
    const {day, at, sum, downloads} = days.find((candidate) => candidate.sum >= count);
    return {count, day, at: at + 1, time: day + 1 - (sum - count) / downloads};
  });
}

function Milestones(days, {frame, x, y}) {
  let top = Infinity;
  const marks = listMilestones(days).map(({count, day, at, time}) => {
    const [left, middle] = [x(time), y(count)];
    const text = frame.isWide ? ` on ${formatShortDay(toDate(day))}, day ${at}` : ` ${formatShortDay(toDate(day))}`;
    const hasRoom = left - 10 - measureText(formatShortCount(count) + text, SIZE) > frame.left && top - middle > 15;
    if (!hasRoom) return null;
    top = middle;
    return [
      svg("circle", {cx: roundPx(left), cy: roundPx(middle), r: 4.5}),
      svg("text", {x: roundPx(left - 10), y: roundPx(middle - 7)}, svg("tspan", {}, formatShortCount(count)), text),
    ];
  });
  return svg("g", {class: "milestones"}, marks);
}

/** The end value beside the line's end, or before it where there is no room. */
function EndValue({day, sum}, {frame, x, y}) {
  const end = x(day + 1);
  const text = formatCount(sum);
  const isBeside = end + 10 + measureText(text, 17) < frame.right;
  const place = isBeside
    ? {x: roundPx(end + 10), dy: ".35em"}
    : {x: roundPx(end - 2), dy: "-.6em", "text-anchor": "end"};
  return [
    svg("circle", {cx: roundPx(end), cy: roundPx(y(sum)), r: 5, fill: "var(--hue)"}),
    svg("text", {class: "total-value", y: roundPx(y(sum)), ...place}, text),
  ];
}
