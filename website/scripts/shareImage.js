// The picture that a link to the site is shown with: the season's river, and beside it the headline and the top five.

import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {Resvg} from "@resvg/resvg-js";
import {isOpen} from "../src/components/lib/certainty.js";
import {svg} from "../src/components/lib/dom.js";
import {formatShortCount} from "../src/components/lib/format.js";
import {truncateText, wrapText} from "../src/components/lib/text.js";
import {Headline} from "../src/components/ranking/Headline.js";
import {weekBox} from "../src/components/river/axes.js";
import {layOutRiver} from "../src/components/river/layout.js";
import "./document.js";
import {toXml} from "./markup.js";

const [WIDTH, HEIGHT] = [1200, 630];
const TOKENS = new URL("../src/styles/tokens.css", import.meta.url);
// The same letters on every machine, whatever fonts are installed there.
const FONT = "DejaVu Sans Condensed";
const FONT_FILES = ["DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf"].map((name) =>
  createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}`),
);
// Letters that the font has no shape for: Japanese, Chinese and Korean from U+2E80 on, emoji beyond U+10000.
const MISSING_GLYPHS = /[\u{2E80}-\u{FFEF}\u{10000}-\u{10FFFF}]/gu;

// The river begins at the left edge; where the words begin it fades out.
const RIVER_WIDTH = 880;
const FADE = [
  [0.42, 1],
  [0.61, 0.06],
  [1, 0.02],
];
const [LEFT, RIGHT] = [712, 1152];
const ROOM = RIGHT - LEFT;
// lib/text.js assumes wide fonts; this one needs at most this share of its estimate, even in lines of capitals.
const CONDENSED = 0.9;
const MAX_SHOWS = 5;
/** How much of the page's colour lies over a week whose numbers can still change. */
const VEIL = 0.45;

/** The share image of a `season` (the view model of lib/season.js): a PNG of 1200 × 630 px, in a Buffer. */
export function drawShareImage(season, {synthetic = false} = {}) {
  const source = toXml(Picture(toDrawable(season), {synthetic}));
  const font = {fontFiles: FONT_FILES, loadSystemFonts: false, defaultFontFamily: FONT};
  return new Resvg(source, {font}).render().asPng();
}

/** The colours of the stylesheet by name, `{"--page": "#14111a", …}`: the last value counts, which is that of dark mode. */
export function readColors(css = readFileSync(TOKENS, "utf8")) {
  return Object.fromEntries([...css.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/gi)].map(([, name, value]) => [name, value]));
}

/** The season with finished weeks only, if there are any, and with titles that the font can write. */
function toDrawable(season) {
  const complete = season.weeks.filter((week) => week.complete);
  const weeks = complete.length > 0 ? complete : season.weeks;
  return {...season, weeks, shows: new Map([...season.shows].map(([id, show]) => [id, withDrawableTitle(show)]))};
}

/** A long title is cut here already, so that the headline around it is shown to its end. */
function withDrawableTitle(show) {
  const title = removeMissingGlyphs(show.title) || removeMissingGlyphs(show.romaji) || "?";
  return {...show, title: truncateText(title, 26 * CONDENSED, ROOM * 1.6)};
}

const removeMissingGlyphs = (text) => (text ?? "").replace(MISSING_GLYPHS, "").trim();

function Picture(season, {synthetic}) {
  const colors = readColors();
  return svg(
    "svg",
    {width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "font-family": FONT, fill: colors["--ink"]},
    Fade(),
    svg("rect", {width: WIDTH, height: HEIGHT, fill: colors["--page"]}),
    svg("g", {mask: "url(#fade)"}, Ribbons(season, colors)),
    Words(season, colors, {synthetic}),
  );
}

/** A mask that lets through what is white in it. */
function Fade() {
  const stops = FADE.map(([offset, opacity]) => svg("stop", {offset, "stop-color": "white", "stop-opacity": opacity}));
  const whole = {x: 0, y: 0, width: WIDTH, height: HEIGHT};
  return svg(
    "defs",
    {},
    svg("linearGradient", {id: "shade"}, stops),
    svg("mask", {id: "fade", maskUnits: "userSpaceOnUse", ...whole}, svg("rect", {...whole, fill: "url(#shade)"})),
  );
}

/** The ribbons alone, from the picture's top to its bottom, paler where they can still change. */
function Ribbons(season, colors) {
  const layout = layOutRiver(season, {width: RIVER_WIDTH});
  const {left, top, right, bottom, ribbons, weeks} = layout;
  const [across, down] = [RIVER_WIDTH / (right - left), HEIGHT / (bottom - top)];
  return svg(
    "g",
    {transform: `matrix(${across} 0 0 ${down} ${-left * across} ${-top * down})`, stroke: colors["--page"]},
    ribbons.map(({path, colorClass}) => svg("path", {d: path, fill: colors[tokenOf(colorClass)], "stroke-width": 0.6})),
    weeks
      .filter(isOpen)
      .map((week) =>
        svg("rect", {...weekBox(layout, week), fill: colors["--page"], "fill-opacity": VEIL, stroke: "none"}),
      ),
  );
}

/** The colour's name in tokens.css for a colour class: `color-1` → `--hue-1`, `color-grey` → `--grey`. */
const tokenOf = (colorClass) => colorClass.replace(/^color-(?=\d)/, "--hue-").replace(/^color-/, "--");

function Words(season, colors, {synthetic}) {
  const headline = fitText(Headline(season).textContent, [32, 28, 25, 23], 3);
  const top = [...season.shows.values()].filter((show) => show.downloads > 0).slice(0, MAX_SHOWS);
  const listTop = 230 + headline.lines.length * headline.size * 1.25;
  const soft = {fill: colors["--ink-soft"], x: RIGHT, end: true};
  return svg(
    "g",
    {},
    SiteName(colors),
    synthetic && Line("made-up numbers", {...soft, y: 84, size: 22}),
    Line(truncateText(season.name, 62, ROOM), {y: 168, size: 62, bold: true}),
    headline.lines.map((text, i) => Line(text, {y: 222 + i * headline.size * 1.25, size: headline.size})),
    top.length > 0 && Line("downloads", {...soft, y: listTop, size: 18}),
    top.map((show, i) => LegendRow(show, listTop + 16 + i * 50, colors)),
  );
}

function SiteName(colors) {
  const rest = svg("tspan", {fill: colors["--accent"]}, "stats");
  return svg("text", {x: LEFT, y: 84, "font-size": 30, "font-weight": 700}, "nyaa", rest);
}

function LegendRow(show, y, colors) {
  const number = formatShortCount(show.downloads);
  return svg(
    "g",
    {},
    svg("rect", {x: LEFT, y: y + 4, width: 26, height: 26, rx: 5, fill: colors[tokenOf(show.colorClass)]}),
    Line(truncateText(show.title, 24 * CONDENSED, ROOM - 142), {x: LEFT + 42, y: y + 26, size: 24}),
    Line(number, {x: RIGHT, y: y + 26, size: 24, bold: true, end: true}),
  );
}

function Line(text, {x = LEFT, y, size, fill = null, bold = false, end = false}) {
  const anchor = end ? "end" : null;
  return svg("text", {x, y, fill, "font-size": size, "font-weight": bold ? 700 : null, "text-anchor": anchor}, text);
}

/** The text in the largest of `sizes` in which it fits `maxLines` lines; a text too long is cut in the smallest. */
function fitText(text, sizes, maxLines) {
  const size =
    sizes.find((candidate) => wrapText(text, candidate * CONDENSED, ROOM, maxLines) !== null) ?? sizes.at(-1);
  const texts = [text, truncateText(text, size * CONDENSED, ROOM * maxLines * 0.8)];
  const wrapped = texts.map((candidate) => wrapText(candidate, size * CONDENSED, ROOM, maxLines));
  return {lines: wrapped.find((lines) => lines !== null) ?? [truncateText(text, size * CONDENSED, ROOM)], size};
}
