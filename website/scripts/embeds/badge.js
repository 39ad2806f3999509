// A show's place in the newest complete week as a badge, and for shields.io as its endpoint wants it.

import {svg} from "../../src/components/lib/dom.js";
import {formatCount, pluralize} from "../../src/components/lib/format.js";
import {round} from "../pictures/canvas.js";
import {measure} from "../pictures/fonts.js";
import {readTokens} from "../tokens.js";

const {light, dark} = readTokens();
const LABEL = "nyaastats";
const FONT = {size: 11};
const HEIGHT = 20;
const PADDING = 7;

/** "#2 · 16 weeks · 7,992", "not ranked"; what is provisional or synthetic says so. */
export function describeBadge({row, week, origin}) {
  const place = row
    ? `#${row.rank} · ${pluralize(row.weeks_on_chart, "week")} · ${formatCount(row.downloads)}`
    : "not ranked";
  const notes = [week && !week.settled && "provisional", origin.synthetic && "synthetic"].filter(Boolean);
  return [place, ...notes].join(" · ");
}

/**
 * The badge of a show (of showView.js), an svg element. Its texts have lengths of their own (`textLength`), so that they
 * fill their boxes in any font.
 */
export function Badge(show) {
  const message = describeBadge(show);
  const [left, right] = [LABEL, message].map((text) => Math.ceil(measure(text, FONT)) + 2 * PADDING);
  return svg(
    "svg",
    {width: left + right, height: HEIGHT, viewBox: `0 0 ${left + right} ${HEIGHT}`, role: "img"},
    svg("title", {}, `${show.title}: ${message}`),
    svg(
      "desc",
      {},
      `Rank among all anime series, weeks on the chart and torrent downloads${show.dates && `, ${show.dates}`}`,
    ),
    svg("style", {}, STYLE),
    svg("clipPath", {id: "round"}, svg("rect", {width: left + right, height: HEIGHT, rx: 4})),
    svg(
      "g",
      {"clip-path": "url(#round)"},
      svg("rect", {class: "label", width: left, height: HEIGHT}),
      svg("rect", {class: "value", x: left, width: right, height: HEIGHT}),
    ),
    Part(LABEL, {kind: "on-label", x: PADDING}),
    Part(message, {kind: "on-value", x: left + PADDING}),
  );
}

const Part = (text, {kind, x}) =>
  svg("text", {class: kind, x, y: 14, "font-size": FONT.size, textLength: round(measure(text, FONT))}, text);

const STYLE =
  `text{font-family:Verdana,"DejaVu Sans","Noto Sans",sans-serif}` +
  `.label{fill:${light["--ink-soft"]}}.value{fill:${light["--accent"]}}.on-label,.on-value{fill:#fff}` +
  `@media (prefers-color-scheme:dark){.label{fill:${dark["--line"]}}.value{fill:${dark["--accent"]}}` +
  `.on-value{fill:${dark["--on-bright"]}}}`;

/** The document for https://shields.io/badges/endpoint-badge. */
export const describeShield = (show) => ({
  schemaVersion: 1,
  label: LABEL,
  message: describeBadge(show),
  color: light["--accent"].slice(1),
});
