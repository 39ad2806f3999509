// The row of marks under a chart by date: what happened when, with words where there is room.

import {svg} from "../lib/dom.js";
import {toDayTime} from "../lib/days.js";
import {formatShortDay} from "../lib/format.js";
import {measureText} from "../lib/text.js";
import {roundPx} from "./frame.js";

const SIZE = 12;
const ROOM = 8;
/** From one sign to the next (px), and how far one may be moved for that. */
const DISTANCE = 11;
const FARTHEST = 24;
/** Each sign about (0, 0), 8 to 10 px wide; that of a gap is as long as the gap. */
const SHAPES = {
  premiere: "M-4.5 4L0-4.5 4.5 4z",
  finale: "M-4-4h8v8h-8z",
  batch: "M0-5.5L5 0 0 5.5-5 0z",
  change: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
};

/** The marks of the series' events, and until when the data are; `layout` is that of the chart by date. */
export function EventMarks({events, dataUntil, to, from}, {x, heights, frame}) {
  const y = heights.axis + (frame.isWide ? 33 : 29);
  const inside = events.filter(({at}) => toDayTime(at) < to && toDayTime(at) >= from);
  const marks = moveApart(inside.map((event) => placeMark(event, {x, right: frame.right})));
  const end = placeDataEnd(dataUntil, marks, frame);
  return svg(
    "g",
    {class: "event-marks"},
    marks.map((mark) => [Sign(mark, y), frame.isWide && Label(mark, {y, end: findRoomEnd(mark, marks, end.left)})]),
    end.text && svg("text", {class: "data-end", x: frame.right, y, dy: ".35em"}, end.text),
  );
}

/** "data to 2 Mar" at the right, `{text, left}`; `text` is null on a narrow chart, and where marks stand there. */
function placeDataEnd(dataUntil, marks, {isWide, right}) {
  const none = {text: null, left: right};
  if (dataUntil === null || !isWide) return none;
  const text = `data to ${formatShortDay(dataUntil)}`;
  const left = right - measureText(text, SIZE);
  return marks.every((mark) => mark.right < left) ? {text, left} : none;
}

function placeMark(event, {x, right}) {
  const start = x(toDayTime(event.at));
  const until = event.until === null ? start : Math.max(start + 6, x(toDayTime(event.until)));
  const end = Math.min(until, right);
  return {...event, start, end, left: start - 6, right: end + 8};
}

/**
 * Marks of one moment stand side by side, as long as that moves none too far from its day: what happens early in a long
 * gap stands upon the gap.
 */
function moveApart(marks) {
  let [signEnd, gapEnd] = [-Infinity, -Infinity];
  return marks.map((mark) => {
    const places = [Math.max(signEnd, gapEnd), signEnd].map((end) => Math.max(mark.start, end + DISTANCE));
    const place = places.find((start) => start - mark.start <= FARTHEST) ?? mark.start;
    const moved = shift(mark, place - mark.start);
    if (mark.sign === "gap") gapEnd = Math.max(gapEnd, moved.end);
    else signEnd = Math.max(signEnd, moved.end);
    return moved;
  });
}

/** Where the words behind a mark must have ended: at the next mark, or where a longer one stands already. */
const findRoomEnd = (mark, marks, end) =>
  Math.min(end, ...marks.filter((other) => other !== mark && other.right >= mark.right).map(({left}) => left));

const shift = (mark, by) => ({
  ...mark,
  start: mark.start + by,
  end: mark.end + by,
  left: mark.left + by,
  right: mark.right + by,
});

/** An event's sign about (`start`, `y`); a gap ends at `end`. */
export function Sign({sign, start, end}, y) {
  if (sign !== "gap") return svg("path", {d: SHAPES[sign], transform: `translate(${roundPx(start)} ${y})`});
  return svg("path", {class: "gap", d: `M${roundPx(start)} ${y - 4}v8m0-4H${roundPx(end)}m0-4v8`});
}

function Label({label, right}, {y, end}) {
  if (right + measureText(label, SIZE) + ROOM > end) return null;
  return svg("text", {x: roundPx(right), y, dy: ".35em"}, label);
}
