// What stands around the river's ribbons: week lines, dates, rank numbers, the scale and notes.

import {certaintyOf, describeCertainty, sumAmounts} from "../lib/certainty.js";
import {svg} from "../lib/dom.js";
import {formatCount, formatShortDay, formatTime, pluralize} from "../lib/format.js";
import {measureText} from "../lib/text.js";

const LINE_HEIGHT = 17;
const NOTE_SIZE = 11;
const HATCH_STEP = 6;
const DASH_STEP = 6;
/** The height (px) of a week from which two lines have room beside it. */
const TWO_LINES = 28;
/** What there is room for beside a week; the notes say "provisional". */
const LABELS = {unfinished: "so far", provisional: "prov."};
const FIRST_RANKS = [1, 2, 3, 5, 10, 15];

/** A length for an attribute: hundredths of a pixel are enough where no area is measured. */
export const roundPx = (length) => String(Math.round(length * 100) / 100);

/** Thin lines between the weeks, as a path. */
export function drawWeekLines({weeks, left, right, top, bottom, pitch}) {
  const edges = weeks.length > 0 ? weeks.map(({y}) => y - pitch / 2).concat(bottom) : [top, bottom];
  return edges.map((y) => `M${roundPx(left)} ${roundPx(y)}H${roundPx(right)}`).join("");
}

/** The rectangle of a week, as attributes. */
export function weekBox({left, inner, pitch}, {y}) {
  return {x: roundPx(left), y: roundPx(y - pitch / 2), width: roundPx(inner), height: roundPx(pitch)};
}

/** Hatching behind an unfinished week, whose ribbons still grow, as a path. */
export function drawHatching({left, right, pitch}, {y}) {
  const [bottom, strokes] = [y + pitch / 2, []];
  for (let x = left - pitch + HATCH_STEP; x < right; x += HATCH_STEP) {
    const [from, to] = [Math.max(x, left), Math.min(x + pitch, right)];
    strokes.push(`M${roundPx(from)} ${roundPx(bottom - from + x)}L${roundPx(to)} ${roundPx(bottom - to + x)}`);
  }
  return strokes.join("");
}

/** Cuts across a provisional week, which make dashed lines of its ribbons, as a path. */
export function drawDashes({left, right, pitch}, {y}) {
  const cuts = Array.from({length: Math.floor(pitch / DASH_STEP)}, (_, i) => y - pitch / 2 + (i + 0.5) * DASH_STEP);
  return cuts.map((height) => `M${roundPx(left)} ${roundPx(height)}H${roundPx(right)}`).join("");
}

/** Numbers above the lanes, the best ranks first, as many as have room. */
export function drawRankNumbers({lanes, top, left}) {
  const tens = lanes.map(({rank}) => rank).filter((rank) => rank % 10 === 0);
  const labels = [];
  for (const rank of [...FIRST_RANKS, ...tens].filter((number) => number <= lanes.length)) {
    const {x, width} = lanes[rank - 1];
    const half = measureText(String(rank), NOTE_SIZE) / 2 + 2;
    const middle = x + width / 2;
    const hasRoom = labels.every((other) => Math.abs(other.middle - middle) >= other.half + half);
    if (hasRoom) labels.push({rank, middle, half});
  }
  const numbers = labels.map(({rank, middle}) => svg("text", {x: roundPx(middle), y: roundPx(top - 8)}, String(rank)));
  return [svg("text", {class: "river-axis", x: roundPx(left - 8), y: roundPx(top - 8)}, "Rank"), ...numbers];
}

/** Dates beside the weeks, as many as have room; an open week says what it is, a running one always. */
export function drawWeekLabels({weeks, left, pitch}) {
  const every = Math.max(1, Math.ceil((NOTE_SIZE * 1.3) / pitch));
  return weeks.filter((week, index) => index % every === 0 || !week.complete).map(WeekLabel);

  function WeekLabel(week) {
    const [x, y] = [roundPx(left - 8), roundPx(week.y)];
    const label = !week.complete || pitch >= TWO_LINES ? LABELS[certaintyOf(week)] : undefined;
    const date = svg("text", {x, y, dy: label ? "-.2em" : ".35em"}, formatShortDay(week.start_date));
    return label ? [date, svg("text", {x, y, dy: "1.1em"}, label)] : date;
  }
}

/** The scale, the thinnest width, the ranks left out, the provisional weeks and the time of the data, in as many lines as they take. */
export function drawNotes(season, layout) {
  let [x, line] = [0, 0];
  return noteTexts(season, layout).map(({text, bar = 0}) => {
    const length = bar + measureText(text, NOTE_SIZE);
    if (x > 0 && x + length > layout.width) [x, line] = [0, line + 1];
    const y = layout.bottom + 22 + line * LINE_HEIGHT;
    const parts = [
      bar > 0 && svg("rect", {x: roundPx(x), y: roundPx(y - 8), width: roundPx(bar - 6), height: 8}),
      svg("text", {x: roundPx(x + bar), y: roundPx(y)}, text),
    ];
    x += length + 18;
    return parts;
  });
}

function noteTexts({dataUntil, weeks}, {bar, minWidth, lanes, hidden}) {
  const ranks = hidden.lanes > 0 ? `ranks 1 to ${lanes.length} of ${lanes.length + hidden.lanes} are drawn` : null;
  const provisional = weeks.filter((week) => certaintyOf(week) === "provisional");
  const totals = provisional.map(({total}) => total);
  const thinnest = `smaller shows are drawn ${formatCount(Number(minWidth.toFixed(2)))} px wide`;
  return [
    bar && {text: `= ${pluralize(bar.downloads, "download")} in a week`, bar: bar.width + 6},
    lanes.length > 0 && {text: thinnest},
    ranks && {text: ranks},
    provisional.length > 0 && {text: `prov.: ${describeCertainty(provisional[0], sumAmounts(totals))}`},
    {text: `data until ${formatTime(dataUntil)}`},
  ].filter(Boolean);
}
