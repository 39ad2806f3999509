// What all pictures are put together from: a dark ground, texts, a show's tile, bars, moves, and where it is from.

import {svg} from "../../src/components/lib/dom.js";
import {describeMove} from "../../src/components/week/words.js";
import {hueOf, mix, onHueOf, readTokens} from "../tokens.js";
import {fitText} from "./fit.js";
import {FAMILY, measure, splitByFamily} from "./fonts.js";
import {nameOrigin} from "./words.js";

export const COLORS = readTokens().dark;
export const [INK, SOFT, LINE] = [COLORS["--ink"], COLORS["--ink-soft"], COLORS["--line"]];
const FOOT_SIZE = 18;
const HATCH = {step: 5, stroke: 2, ground: 0.18};
/** How much of a colour a narrow bar's estimated part has. */
export const PALE = 0.4;

/** The colour of a show, and of the letters upon it. */
export const hue = ({colorClass}) => COLORS[hueOf(colorClass)];
const onHue = ({colorClass}) => COLORS[onHueOf(colorClass)];

/** A picture of `width` × `height` px over `ground`; `title` says in words what it shows. */
export const Canvas = ({width, height, title, ground = COLORS["--page"]}, ...children) =>
  svg(
    "svg",
    {width, height, viewBox: `0 0 ${width} ${height}`, "font-family": FAMILY, fill: INK},
    svg("title", {}, title),
    svg("rect", {width, height, fill: ground}),
    ...children,
  );

/**
 * A line of text; `anchor` is where x is of it, `spacing` (em) stands between its letters, `halo` is a colour around them.
 *
 * Parts in other writings are placed one by one: resvg would draw a whole line in the font that has its rarest letter.
 */
export function Text(text, {x, y, size, bold = false, fill = null, anchor = null, spacing = 0, halo = null}) {
  const [parts, font] = [splitByFamily(text), {size, bold, spacing}];
  const isPlain = parts.every(({family}) => family === FAMILY);
  let left = isPlain ? 0 : x - measure(text, font) * {start: 0, middle: 0.5, end: 1}[anchor ?? "start"];
  const place = ({family, text: letters}) => {
    const span = svg("tspan", {x: round(left), "font-family": family}, letters);
    left += measure(letters, font);
    return span;
  };
  const attributes = {
    x: isPlain ? round(x) : null,
    y: round(y),
    fill,
    "font-size": round(size),
    "font-weight": bold ? 700 : null,
    "text-anchor": isPlain ? anchor : null,
    "letter-spacing": spacing === 0 ? null : round(spacing * size),
    ...(halo && {stroke: halo, "stroke-width": 6, "stroke-linejoin": "round", "paint-order": "stroke"}),
  };
  return svg("text", attributes, isPlain ? text : parts.map(place));
}

/** Lines under each other, the first at `y`; `leading` is their distance in parts of the size. */
export const Lines = (lines, {y, size, leading = 1.15, ...style}) =>
  lines.map((line, i) => Text(line, {y: y + i * size * leading, size, ...style}));

/** The site's name, and right of it `note`. */
export const Logo = ({x, y, note = null}) => [
  svg(
    "text",
    {x, y, "font-size": 30, "font-weight": 700, "letter-spacing": -0.5},
    "nyaa",
    svg("tspan", {fill: COLORS["--accent"]}, "stats"),
  ),
  note && Text(note, {x: x + measure("nyaastats", {size: 30, bold: true}) + 14, y, size: 24, fill: SOFT}),
];

/** Where the picture is from, at its right end; `key` stands at the left and leaves it `room` px. */
export function Foot({left, right, y, room = (right - left) * 0.58}, origin, key = null) {
  const steps = [[FOOT_SIZE, 1], [FOOT_SIZE - 2, 1]]; // prettier-ignore
  const names = nameOrigin(origin);
  const name = names.find((text) => measure(text, {size: FOOT_SIZE - 2}) <= room) ?? names.at(-1);
  const {lines, size} = fitText([name], steps, {room});
  return [key, Text(lines[0], {x: right, y, size, fill: SOFT, anchor: "end"})];
}

/** A note of the key, `width` px wide with its sample before it. */
export const KeyNote = (text, {x, y}, sample) => [sample, Text(text, {x, y, size: FOOT_SIZE, fill: SOFT})];

/** A thin line across. */
export const Rule = ({left, right, y}) => svg("rect", {x: left, y, width: right - left, height: 1, fill: LINE});

/** A show's colour with its first letter. */
export const Tile = (show, {x, y, width, height}) => [
  svg("rect", {x, y, width, height, rx: 3, fill: hue(show)}),
  Text(initial(show.title), {
    x: x + width / 2,
    y: y + height / 2 + width * 0.17,
    size: Math.max(16, Math.round(width * 0.48)),
    bold: true,
    fill: onHue(show),
    anchor: "middle",
  }),
];

const initial = (title) => [...title].find((letter) => /[\p{L}\p{N}]/u.test(letter))?.toUpperCase() ?? "";

/** The hatching of estimated parts in each colour that is drawn. */
export const Hatching = (shows, ground = COLORS["--page"]) =>
  svg(
    "defs",
    {},
    [...new Map(shows.map((show) => [show.colorClass, hue(show)])), ["soft", SOFT]].map(([name, color]) =>
      svg(
        "pattern",
        {
          id: `hatch-${name}`,
          width: HATCH.step,
          height: HATCH.step,
          patternUnits: "userSpaceOnUse",
          patternTransform: "rotate(45)",
        },
        svg("rect", {width: HATCH.step, height: HATCH.step, fill: mix(color, ground, HATCH.ground)}),
        svg("rect", {width: HATCH.stroke, height: HATCH.step, fill: color}),
      ),
    ),
  );

/** A sample of the hatching, for a key. */
export const HatchSample = ({x, y}) => svg("rect", {x, y, width: 22, height: 14, fill: "url(#hatch-soft)"});

/** How a row moved: a triangle and a number, "=", or NEW and RE in the accent. */
export function Move(row, {x, y, size}) {
  const {kind, sign} = describeMove(row);
  const text = sign.replace(/[▲▼]/u, "");
  if (kind === "same") return Text(text, {x, y, size, fill: SOFT});
  if (kind === "new" || kind === "back") {
    return Text(text, {x, y: y - 1, size: size - 3, bold: true, fill: COLORS["--accent"]});
  }
  const [fill, side] = [COLORS[kind === "up" ? "--up" : "--down"], size * 0.86];
  const [top, tip] = kind === "up" ? [y, y - side] : [y - side, y];
  return [
    svg("path", {d: `M${round(x)} ${round(top)}h${round(side)}L${round(x + side / 2)} ${round(tip)}z`, fill}),
    Text(text, {x: x + side + 2, y, size, fill}),
  ];
}

/** The colour of a change that `describeChange` gives. */
export const colorOfChange = ({kind}) => (kind === null ? SOFT : COLORS[kind === "growth" ? "--up" : "--down"]);

/** Tenths of a pixel are enough. */
export const round = (length) => Math.round(length * 10) / 10;
