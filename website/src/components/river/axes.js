// What stands around the river's ribbons: week lines, dates, rank numbers, the scale and what else one must know.

import {svg} from "../lib/dom.js";
import {count, moment, plural, shortDay} from "../lib/format.js";
import {textWidth} from "../lib/text.js";

const LINE = 17;
const NOTE = 11;
const HATCH = 6;
const RANKS = [1, 2, 3, 5, 10, 15];

/** A length for an attribute: hundredths of a pixel are enough where no area is measured. */
export const px = (length) => String(Math.round(length * 100) / 100);

/** Thin lines between the weeks, as a path. */
export function weekLines({weeks, left, right, top, bottom, pitch}) {
  const edges = weeks.length > 0 ? weeks.map(({y}) => y - pitch / 2).concat(bottom) : [top, bottom];
  return edges.map((y) => `M${px(left)} ${px(y)}H${px(right)}`).join("");
}

/** The rectangle of a week, as attributes. */
export function band({left, inner, pitch}, {y}) {
  return {x: px(left), y: px(y - pitch / 2), width: px(inner), height: px(pitch)};
}

/** Hatching behind a week that is still running, whose ribbons still grow, as a path. */
export function hatching({left, right, pitch}, {y}) {
  const [bottom, strokes] = [y + pitch / 2, []];
  for (let x = left - pitch + HATCH; x < right; x += HATCH) {
    const [from, to] = [Math.max(x, left), Math.min(x + pitch, right)];
    strokes.push(`M${px(from)} ${px(bottom - from + x)}L${px(to)} ${px(bottom - to + x)}`);
  }
  return strokes.join("");
}

/** Numbers above the lanes, the best ranks first, as many as have room. */
export function rankNumbers({lanes, top, left}) {
  const tens = lanes.map(({rank}) => rank).filter((rank) => rank % 10 === 0);
  const taken = [];
  for (const rank of [...RANKS, ...tens].filter((one) => one <= lanes.length)) {
    const {x, width} = lanes[rank - 1];
    const half = textWidth(String(rank), NOTE) / 2 + 2;
    const middle = x + width / 2;
    if (taken.every((other) => Math.abs(other.middle - middle) >= other.half + half)) taken.push({rank, middle, half});
  }
  const numbers = taken.map(({rank, middle}) => svg("text", {x: px(middle), y: px(top - 8)}, String(rank)));
  return [svg("text", {class: "river-axis", x: px(left - 8), y: px(top - 8)}, "Rank"), ...numbers];
}

/** Dates beside the weeks, as many as have room; a week still running says so. */
export function weekLabels({weeks, left, pitch}) {
  const every = Math.max(1, Math.ceil((NOTE * 1.3) / pitch));
  return weeks.filter((week, index) => index % every === 0 || !week.complete).map(label);

  function label({start_date, complete, y}) {
    const date = svg("text", {x: px(left - 8), y: px(y), dy: complete ? ".35em" : "-.2em"}, shortDay(start_date));
    return complete ? date : [date, svg("text", {x: px(left - 8), y: px(y), dy: "1.1em"}, "so far")];
  }
}

/** What one must know to read the chart, in as many lines as it takes. */
export function notes(season, layout) {
  let [x, line] = [0, 0];
  return noteTexts(season, layout).map(({text, bar = 0}) => {
    const long = bar + textWidth(text, NOTE);
    if (x > 0 && x + long > layout.width) [x, line] = [0, line + 1];
    const y = layout.bottom + 22 + line * LINE;
    const parts = [
      bar > 0 && svg("rect", {x: px(x), y: px(y - 8), width: px(bar - 6), height: 8}),
      svg("text", {x: px(x + bar), y: px(y)}, text),
    ];
    x += long + 18;
    return parts;
  });
}

function noteTexts({dataUntil}, {bar, minWidth, lanes, hidden}) {
  const ranks = hidden.lanes > 0 ? `ranks 1 to ${lanes.length} of ${lanes.length + hidden.lanes} are drawn` : null;
  const least = `no ribbon is thinner than ${count(Number(minWidth.toFixed(2)))} px`;
  return [
    bar && {text: `= ${plural(bar.downloads, "download")} in a week`, bar: bar.width + 6},
    lanes.length > 0 && {text: least},
    ranks && {text: ranks},
    {text: `data until ${moment(dataUntil)}`},
  ].filter(Boolean);
}
