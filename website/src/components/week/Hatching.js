// What estimated parts are drawn with: stripes that leave a shape its own colour, two pixels on five.

import {svg} from "../lib/dom.js";

const REACH = {x: 0, y: 0, width: 2400, height: 120};

/** The mask `#hatched`, which a page has once; shapes take it by `mask="url(#hatched)"`. */
export function Hatching() {
  const stripes = {id: "stripes", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)"};
  return svg(
    "svg",
    {class: "hatching", width: 0, height: 0, "aria-hidden": "true"},
    svg(
      "pattern",
      stripes,
      svg("rect", {width: 5, height: 5, fill: "#fff", "fill-opacity": 0.18}),
      svg("rect", {width: 2, height: 5, fill: "#fff"}),
    ),
    svg("mask", {id: "hatched", maskUnits: "userSpaceOnUse", ...REACH}, svg("rect", {...REACH, fill: "url(#stripes)"})),
  );
}

/** A small sample of a bar for a key: `kind` is "counted", "estimated" (as in small bars), "hatched" or "tick". */
export function KeySample(kind) {
  const mask = kind === "hatched" ? "url(#hatched)" : null;
  return svg(
    "svg",
    {class: "key-sample", viewBox: "0 0 14 10", "aria-hidden": "true"},
    kind === "tick" ? svg("path", {d: "M0 5H13M13 1V9"}) : svg("rect", {class: kind, width: 14, height: 10, mask}),
  );
}
