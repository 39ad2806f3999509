// The picture that a link to the site is shown with: the season's river, and beside it what it says.

import {createRequire} from "node:module";
import {readFileSync} from "node:fs";
import {Resvg} from "@resvg/resvg-js";
import {useDocument, window} from "./document.js";
import {xmlText} from "./xml.js";
import {Headline} from "../src/components/ranking/Headline.js";
import {svg} from "../src/components/lib/dom.js";
import {shortCount} from "../src/components/lib/format.js";
import {riverLayout} from "../src/components/river/layout.js";
import {cut, wrapped} from "../src/components/lib/text.js";

const [WIDTH, HEIGHT] = [1200, 630];
const TOKENS = new URL("../src/styles/tokens.css", import.meta.url);
// The same letters on every machine, whatever is installed there.
const FONT = "DejaVu Sans Condensed";
const FONT_FILES = ["DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf"].map((name) =>
  createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}`),
);
// The first letter that the font has no shape for: Japanese, Chinese and Korean begin here, pictures lie beyond.
const SHAPELESS = /[\u{2E80}-\u{FFEF}\u{10000}-\u{10FFFF}]/gu;

// The river begins at the left edge; where the words begin it fades out.
const RIVER_WIDTH = 880;
const FADE = [
  [0.42, 1],
  [0.61, 0.06],
  [1, 0.02],
];
const [LEFT, RIGHT] = [712, 1152];
const ROOM = RIGHT - LEFT;
// riverText.js reckons with wide fonts; this one needs at most so much of it, even in lines of capitals.
const CONDENSED = 0.9;
const NAMED = 5;

/** The share image of a `season` (as season.js has it): a PNG of 1200 × 630 px, in a Buffer. */
export function shareImage(season, {synthetic = false} = {}) {
  const drawing = useDocument(window.document, () => picture(legible(season), {synthetic}));
  const source = xmlText(new window.XMLSerializer().serializeToString(drawing));
  const font = {fontFiles: FONT_FILES, loadSystemFonts: false, defaultFontFamily: FONT};
  return new Resvg(source, {font}).render().asPng();
}

/** The colours of the stylesheet by name, `{"--page": "#14111a", …}`: what the dark dress says last is what counts. */
export function colors(css = readFileSync(TOKENS, "utf8")) {
  return Object.fromEntries([...css.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/gi)].map(([, name, value]) => [name, value]));
}

/** The season with finished weeks only, if there are any, and with titles that the font can write. */
function legible(season) {
  const finished = season.weeks.filter((week) => week.complete);
  const weeks = (finished.length > 0 ? finished : season.weeks).map((week) => ({
    ...week,
    rankings: week.rankings.map(titled),
  }));
  return {...season, weeks, shows: new Map([...season.shows].map(([id, show]) => [id, titled(show)]))};
}

/** A title too long is cut here already, so that the headline comes to its end. */
function titled(one) {
  const title = written(one.title) || written(one.romaji ?? one.title_romaji) || "?";
  return {...one, title: cut(title, 26 * CONDENSED, ROOM * 1.6)};
}

const written = (text) => (text ?? "").replace(SHAPELESS, "").trim();

function picture(season, {synthetic}) {
  const color = colors();
  return svg(
    "svg",
    {width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "font-family": FONT, fill: color["--ink"]},
    fade(),
    svg("rect", {width: WIDTH, height: HEIGHT, fill: color["--page"]}),
    svg("g", {mask: "url(#fade)"}, river(season, color)),
    words(season, color, {synthetic}),
  );
}

/** A mask that lets through what is white in it. */
function fade() {
  const stops = FADE.map(([offset, opacity]) => svg("stop", {offset, "stop-color": "white", "stop-opacity": opacity}));
  const whole = {x: 0, y: 0, width: WIDTH, height: HEIGHT};
  return svg(
    "defs",
    {},
    svg("linearGradient", {id: "shade"}, stops),
    svg("mask", {id: "fade", maskUnits: "userSpaceOnUse", ...whole}, svg("rect", {...whole, fill: "url(#shade)"})),
  );
}

/** The ribbons alone, from the picture's top to its bottom. */
function river(season, color) {
  const {left, top, right, bottom, ribbons} = riverLayout(season, {width: RIVER_WIDTH});
  const [across, down] = [RIVER_WIDTH / (right - left), HEIGHT / (bottom - top)];
  return svg(
    "g",
    {transform: `matrix(${across} 0 0 ${down} ${-left * across} ${-top * down})`, stroke: color["--page"]},
    ribbons.map(({path, tone}) => svg("path", {d: path, fill: color[hue(tone)], "stroke-width": 0.6})),
  );
}

/** The colour's name for a tone of season.js: `tone-1` → `--hue-1`, `tone-grey` → `--grey`. */
const hue = (tone) => tone.replace(/^tone-(?=\d)/, "--hue-").replace(/^tone-/, "--");

function words(season, color, {synthetic}) {
  const headline = fitted(Headline(season).textContent, [32, 28, 25, 23], 3);
  const top = [...season.shows.values()].filter((show) => show.downloads > 0).slice(0, NAMED);
  const listTop = 230 + headline.lines.length * headline.size * 1.25;
  const soft = {fill: color["--ink-soft"], x: RIGHT, end: true};
  return svg(
    "g",
    {},
    siteName(color),
    synthetic && line("made-up numbers", {...soft, y: 84, size: 22}),
    line(cut(season.name, 62, ROOM), {y: 168, size: 62, bold: true}),
    headline.lines.map((text, i) => line(text, {y: 222 + i * headline.size * 1.25, size: headline.size})),
    top.length > 0 && line("downloads", {...soft, y: listTop, size: 18}),
    top.map((show, i) => legend(show, listTop + 16 + i * 50, color)),
  );
}

function siteName(color) {
  const rest = svg("tspan", {fill: color["--accent"]}, "stats");
  return svg("text", {x: LEFT, y: 84, "font-size": 30, "font-weight": 700}, "nyaa", rest);
}

function legend(show, y, color) {
  const number = shortCount(show.downloads);
  return svg(
    "g",
    {},
    svg("rect", {x: LEFT, y: y + 4, width: 26, height: 26, rx: 5, fill: color[hue(show.tone)]}),
    line(cut(show.title, 24 * CONDENSED, ROOM - 142), {x: LEFT + 42, y: y + 26, size: 24}),
    line(number, {x: RIGHT, y: y + 26, size: 24, bold: true, end: true}),
  );
}

function line(text, {x = LEFT, y, size, fill = null, bold = false, end = false}) {
  const anchor = end ? "end" : null;
  return svg("text", {x, y, fill, "font-size": size, "font-weight": bold ? 700 : null, "text-anchor": anchor}, text);
}

/** The text in the largest size in which it fits so many lines; too long a text is cut in the least size. */
function fitted(text, sizes, most) {
  const size = sizes.find((one) => wrapped(text, one * CONDENSED, ROOM, most) !== null) ?? sizes.at(-1);
  const lines = [text, cut(text, size * CONDENSED, ROOM * most * 0.8)].map((one) =>
    wrapped(one, size * CONDENSED, ROOM, most),
  );
  return {lines: lines.find((found) => found !== null) ?? [cut(text, size * CONDENSED, ROOM)], size};
}
