// A show's weeks as small bars on a scale of their own, the estimated part of each at its upper end.

import {svg} from "../lib/dom.js";

const PITCH = 7;
const HEIGHT = 24;
const LARGE_PITCH = 16;
const LARGE_HEIGHT = 46;

/** The last 8 of a row's weeks, for a list. `history` is as in week.js. */
export const SmallBars = (history) => Bars(history.slice(-8), {pitch: PITCH, height: HEIGHT, places: 8});

/**
 * All of them, for a card, the estimated part hatched. Where its box is flatter, it is cut at the left: the last weeks
 * remain.
 */
export const LargeBars = (history) =>
  Bars(history, {pitch: LARGE_PITCH, height: LARGE_HEIGHT, places: 16, mask: "url(#hatched)"});

function Bars(history, {pitch, height, places, mask = null}) {
  const parts = measureBars(history, {pitch, height, places});
  return svg(
    "svg",
    {
      class: "bars",
      viewBox: `0 0 ${pitch * places} ${height}`,
      preserveAspectRatio: mask ? "xMaxYMax slice" : "none",
      "stroke-width": Math.round(pitch * 0.8),
      "aria-hidden": "true",
    },
    parts.counted && svg("path", {d: parts.counted}),
    parts.estimated && svg("path", {class: mask ? "hatched" : "estimated", d: parts.estimated, mask}),
  );
}

/** The bars as two paths of upright lines, `{counted, estimated}`; the newest week stands at the right. */
function measureBars(history, {pitch, height, places}) {
  const largest = Math.max(...history.map((item) => item?.downloads ?? 0));
  const lines = history.map((item, i) => {
    if (item === null) return {counted: "", estimated: ""};
    const x = Math.round((places - history.length + i + 0.5) * pitch);
    // A week with any downloads is seen.
    const top = Math.min(height - 1, Math.round(height * (1 - item.downloads / largest)));
    const middle = Math.round(height - ((height - top) * (item.downloads - item.downloads_estimated)) / item.downloads);
    return {
      counted: middle < height ? `M${x} ${height}V${middle}` : "",
      estimated: middle > top ? `M${x} ${middle}V${top}` : "",
    };
  });
  return {
    counted: lines.map(({counted}) => counted).join(""),
    estimated: lines.map(({estimated}) => estimated).join(""),
  };
}
