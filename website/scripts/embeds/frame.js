// What embeds and badges are made of: SVG for other people's pages, light and dark in one file, in the reader's own fonts.

import {svg} from "../../src/components/lib/dom.js";
import {round} from "../pictures/canvas.js";
import {measure} from "../pictures/fonts.js";
import {fitLine} from "../pictures/fit.js";
import {hueOf, onHueOf, readTokens} from "../tokens.js";

const TOKENS = readTokens();
const FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif';
/** How much wider than the measured font a reader's may be: as DejaVu Sans is, regular and bold, beside Noto Sans. */
const WIDEST = {regular: 1.1, bold: 1.16};
/** The classes that texts and shapes are painted with, by the token that each takes its colour from. */
const CLASSES = {ink: "--ink", soft: "--ink-soft", accent: "--accent", up: "--up", down: "--down", line: "--line"};

/** An embed of `width` × `height` px on a card; `shows` are those whose colours it needs. */
export const Frame = ({width, height, title, description, shows = []}, ...children) =>
  svg(
    "svg",
    {width, height, viewBox: `0 0 ${width} ${height}`, role: "img"},
    svg("title", {}, title),
    svg("desc", {}, description),
    svg("style", {}, writeStyle(shows)),
    svg("rect", {class: "card", x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 8}),
    ...children,
  );

function writeStyle(shows) {
  const colorClasses = [...new Set(shows.map(({colorClass}) => colorClass))];
  const rules = ({light, dark}) => [
    writeRules(light, colorClasses),
    `@media (prefers-color-scheme:dark){${writeRules(dark, colorClasses)}}`,
  ];
  return `text{font-family:${FONTS};font-variant-numeric:tabular-nums}.card{stroke-width:1}.pale{opacity:.4}${rules(TOKENS).join("")}`;
}

function writeRules(colors, colorClasses) {
  const plain = Object.entries(CLASSES).map(([name, token]) => `.${name}{fill:${colors[token]}}`);
  const hues = colorClasses.map(
    (name) => `.${name}{fill:${colors[hueOf(name)]}}.on-${name}{fill:${colors[onHueOf(name)]}}`,
  );
  return `.card{fill:${colors["--page"]};stroke:${colors["--line"]}}${[...plain, ...hues].join("")}`;
}

/** A line of text; `kind` is its class, `room` what it may take at most (px). */
export function Line(text, {x, y, size = 14, bold = false, kind = "ink", end = false, room = null}) {
  const fitted = room === null ? text : fitEmbedLine(text, {size, bold}, room);
  const attributes = {
    class: kind,
    x: round(x),
    y: round(y),
    "font-size": size,
    "font-weight": bold ? 700 : null,
    "text-anchor": end ? "end" : null,
  };
  return svg("text", attributes, fitted);
}

const fitEmbedLine = (text, font, room) => fitLine(text, font, room / widest(font));

const widest = ({bold = false}) => (bold ? WIDEST.bold : WIDEST.regular);

/** The width (px) that a text takes at most, whatever font the reader has. */
export const reserve = (text, font) => measure(text, font) * widest(font);

/** The site's name. */
export const SiteName = ({x, y}) =>
  svg(
    "text",
    {class: "ink", x, y, "font-size": 16, "font-weight": 700},
    "nyaa",
    svg("tspan", {class: "accent"}, "stats"),
  );

export const Rule = ({x, y, width}) => svg("rect", {class: "line", x, y, width, height: 1});
