// A chart as a picture that stands alone: its title above, where it is from below.

import {reopenIsolates} from "../lib/controls.js";
import {svg} from "../lib/dom.js";
import {truncateText, wrapText} from "../lib/text.js";

const PADDING = 24;
const TITLE = {size: 22, line: 28, maxLines: 2};
const SOURCE = {size: 13, line: 20};
const GAP = 16;

/**
 * The picture of `charts`, each `{element, width, height}` and one below the other; `source` are the parts of the last
 * line, `colors` `{page, ink, soft}`, `font` a family.
 */
export function PictureFrame({title, source, charts, colors, font}) {
  const inner = Math.max(320, ...charts.map(({width}) => width));
  const broken = wrapText(title, TITLE.size, inner, TITLE.maxLines) ?? [truncateText(title, TITLE.size, inner)];
  const lines = reopenIsolates(broken);
  const sources = wrapText(source.filter(Boolean).join(" · "), SOURCE.size, inner, 3) ?? [];
  const top = PADDING + lines.length * TITLE.line + GAP;
  const bottom = top + charts.reduce((sum, {height}) => sum + height + GAP, 0);
  const [width, height] = [inner + 2 * PADDING, bottom + sources.length * SOURCE.line + PADDING - 8];
  return svg(
    "svg",
    {width, height, viewBox: `0 0 ${width} ${height}`, "font-family": font, fill: colors.ink},
    svg("title", {}, title),
    svg("rect", {width, height, fill: colors.page}),
    lines.map((text, i) =>
      svg(
        "text",
        {x: PADDING, y: PADDING + TITLE.size + i * TITLE.line, "font-size": TITLE.size, "font-weight": 700},
        text,
      ),
    ),
    placeCharts(charts, top),
    sources.map((text, i) =>
      svg(
        "text",
        {x: PADDING, y: bottom + SOURCE.size + i * SOURCE.line, "font-size": SOURCE.size, fill: colors.soft},
        text,
      ),
    ),
  );
}

function placeCharts(charts, top) {
  let y = top;
  return charts.map(({element, height}) => {
    const place = svg("g", {transform: `translate(${PADDING} ${y})`}, element);
    y += height + GAP;
    return place;
  });
}

/** Where a picture is from: the page's address without its protocol, until when its numbers go, and whether they are real. */
export const describeSource = ({address, dataUntil = null, isSynthetic = false}) => [
  address.replace(/^https?:\/\//, ""),
  dataUntil && `data to ${dataUntil}`,
  isSynthetic && "synthetic demo data",
];
