// What stands around the river's ribbons: week lines, dates, rank numbers, names at the end, the scale and notes.

import {weekAddress} from "../lib/address.js";
import {certaintyOf, describeEstimate} from "../lib/certainty.js";
import {svg} from "../lib/dom.js";
import {formatCount, formatShortDay, formatShortWeekDates, formatWeekDates, pluralize} from "../lib/format.js";
import {measureText} from "../lib/text.js";
import {NOTE_HEIGHT, NOTES_BELOW} from "./dimensions.js";

const SIZE = 12;
const HATCH_STEP = 6;
const FIRST_RANKS = [1, 2, 3, 4, 5, 10, 15];

/** A length for an attribute: hundredths of a pixel are enough where no area is measured. */
export const roundPx = (length) => String(Math.round(length * 100) / 100);

/** Thin lines between the weeks, as a path. */
export function drawWeekLines({weeks, left, right, top, bottom, pitch}) {
  const edges = weeks.length > 0 ? weeks.map(({y}) => y - pitch / 2).concat(bottom) : [top, bottom];
  return edges.map((y) => `M${roundPx(left)} ${roundPx(y)}H${roundPx(right)}`).join("");
}

/** The rectangle of a week's ribbons, as attributes. */
export function weekBox({left, inner, pitch}, {y}) {
  return {x: roundPx(left), y: roundPx(y - pitch / 2), width: roundPx(inner), height: roundPx(pitch)};
}

/** The rectangle of a week with its date, as attributes. */
export function rowBox({width, pitch}, {y}) {
  return {x: 1, y: roundPx(y - pitch / 2), width: roundPx(width - 2), height: roundPx(pitch), rx: 3};
}

/** Hatching behind a week whose numbers can still change, as a path. */
export function drawHatching({left, right, pitch}, {y}) {
  const [bottom, strokes] = [y + pitch / 2, []];
  for (let x = left - pitch + HATCH_STEP; x < right; x += HATCH_STEP) {
    const [from, to] = [Math.max(x, left), Math.min(x + pitch, right)];
    strokes.push(`M${roundPx(from)} ${roundPx(bottom - from + x)}L${roundPx(to)} ${roundPx(bottom - to + x)}`);
  }
  return strokes.join("");
}

/** Numbers above the lanes, the best ranks first, as many as have room. */
export function drawRankNumbers({lanes, top, left, width: edge}) {
  const [last, fives] = [lanes.length, lanes.map(({rank}) => rank).filter((rank) => rank % 5 === 0)];
  const labels = [];
  for (const rank of [...FIRST_RANKS, last, ...fives].filter((number) => number > 0 && number <= last)) {
    const {x, width} = lanes[rank - 1];
    const half = measureText(String(rank), SIZE) / 2 + 2;
    const middle = Math.min(x + width / 2, edge - half + 2);
    const hasRoom = labels.every((other) => Math.abs(other.middle - middle) >= other.half + half);
    if (hasRoom) labels.push({rank, middle, half});
  }
  const numbers = labels.map(({rank, middle}) => svg("text", {x: roundPx(middle), y: roundPx(top - 8)}, String(rank)));
  return [svg("text", {class: "river-axis", x: roundPx(left - 6), y: roundPx(top - 8)}, "Rank"), ...numbers];
}

/** Dates beside the weeks, each a link to its week's page; `week` (`2025-W46`) is the lit one. */
export const drawWeekLinks = ({weeks, left, pitch}, {week: lit}) =>
  weeks.map((week) => WeekLink(week, {left, pitch, lit}));

function WeekLink(week, {left, pitch, lit}) {
  const [x, y, isLit] = [roundPx(left - 6), roundPx(week.y), week.week === lit];
  const note = noteWeek(week);
  const span = formatShortWeekDates(week.start_date);
  const date = isLit && measureText(span, SIZE) <= left - 6 ? span : formatShortDay(week.start_date);
  const attributes = {
    class: "river-date",
    href: weekAddress(week.week),
    "data-week": week.week,
    "aria-current": isLit ? "true" : null,
    // The date that is seen begins the name (WCAG 2.5.3), so that a voice can choose it.
    "aria-label": [`${date}: week of ${formatWeekDates(week.start_date)}`, note].filter(Boolean).join(", "),
  };
  const link = svg(
    "a",
    attributes,
    svg("rect", {x: 0, y: roundPx(week.y - pitch / 2), width: roundPx(left), height: roundPx(pitch)}),
    svg("text", {x, y, dy: note ? "-.2em" : ".35em"}, date),
  );
  // Beside the link, not in it: axe reads the two texts as one word, which no name could hold.
  return [link, note && svg("text", {class: "river-week-note", "aria-hidden": "true", x, y, dy: "1em"}, note)];
}

/** What there is room for beside a week whose numbers can still change; null beside any other. */
function noteWeek(week) {
  const certainty = certaintyOf(week);
  if (certainty !== "provisional") return certainty === "unfinished" ? "so far" : null;
  return describeEstimate(week.total)?.replace("under ", "<").replace("estimated", "est.") ?? null;
}

/** What a chart's lengths mean, which ranks it leaves out, and why weeks are hatched, in as many lines as they take. */
export function drawNotes(layout) {
  let [x, line] = [0, 0];
  return listNotes(layout).map(({text, bar = 0}) => {
    const length = bar + measureText(text, SIZE);
    if (x > 0 && x + length > layout.width) [x, line] = [0, line + 1];
    const y = layout.bottom + NOTES_BELOW + line * NOTE_HEIGHT;
    const parts = [
      bar > 0 && svg("rect", {x: roundPx(x), y: roundPx(y - 8), width: roundPx(bar - 6), height: 8}),
      svg("text", {x: roundPx(x + bar), y: roundPx(y)}, text),
    ];
    x += length + 18;
    return parts;
  });
}

function listNotes({weeks, bar, minWidth, lanes, hidden}) {
  const ranks = hidden.lanes > 0 && `ranks 1 to ${lanes.length} of ${lanes.length + hidden.lanes}`;
  const thinnest = `smaller shows: ${formatCount(Number(minWidth.toFixed(2)))} px wide`;
  return [
    bar && {text: `${pluralize(bar.downloads, "download")} in a week`, bar: bar.width + 6},
    lanes.length > 0 && {text: thinnest},
    ranks && {text: ranks},
    weeks.some((week) => certaintyOf(week) === "unfinished") && {text: "hatched: not over yet"},
    weeks.some((week) => certaintyOf(week) === "provisional") && {text: "lightly hatched: partly estimated"},
  ].filter(Boolean);
}
