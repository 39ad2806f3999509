// A season as a picture (1200 × 630): its river, and beside it the shows of the widest ribbons.

import {isOpen} from "../../src/components/lib/certainty.js";
import {svg} from "../../src/components/lib/dom.js";
import {formatCount, pluralize} from "../../src/components/lib/format.js";
import {layOutRiver} from "../../src/components/river/layout.js";
import {Canvas, COLORS, Foot, hue, Lines, Logo, Rule, SOFT, Text} from "./canvas.js";
import {fitText, fitTitle} from "./fit.js";

const SIZE = {width: 1200, height: 630};
const [LEFT, RIGHT] = [716, 1148];
/** The river fills the picture from its left edge on; where the words begin it fades out. */
const RIVER = {width: 700, fade: [0.72, 1]};
/** How much of the page's colour lies over a week whose numbers can still change. */
const VEIL = 0.45;
const LEGEND = {top: 262, row: 46};

/** What the picture shows, in words. */
export const describeSeasonPicture = ({name, dates, shows}) =>
  `${name}, ${dates}: the weekly ranking drawn as a river. ` +
  shows.map(({title, downloads}, i) => `#${i + 1} ${title} ${formatCount(downloads)}`).join(", ");

/** The picture of a season (of seasonView.js), an svg element. */
export function SeasonPicture(season) {
  return Canvas(
    {...SIZE, title: describeSeasonPicture(season)},
    Fade(),
    svg("g", {mask: "url(#fade)"}, Ribbons(season.river)),
    Logo({x: LEFT, y: 74}),
    Text("Anime by torrent downloads", {x: RIGHT, y: 74, size: 20, fill: SOFT, anchor: "end"}),
    Heading(season),
    season.shows.map((show, i) => LegendRow(show, LEGEND.top + i * LEGEND.row)),
    Rule({left: LEFT, right: RIGHT, y: 558}),
    Foot({left: LEFT, right: RIGHT, y: 591, room: RIGHT - LEFT}, season.origin),
  );
}

/** A mask that lets through what is white in it. */
function Fade() {
  const stops = RIVER.fade.map((offset, i) => svg("stop", {offset, "stop-color": "#ffffff", "stop-opacity": 1 - i}));
  const box = {x: 0, y: 0, width: RIVER.width, height: SIZE.height};
  return svg(
    "defs",
    {},
    svg("linearGradient", {id: "shade"}, stops),
    svg("mask", {id: "fade", maskUnits: "userSpaceOnUse", ...box}, svg("rect", {...box, fill: "url(#shade)"})),
  );
}

/** The ribbons alone, from the picture's top to its bottom, paler where they can still change. */
function Ribbons(river) {
  const {left, top, right, bottom, pitch, ribbons, weeks} = layOutRiver(river, {width: RIVER.width});
  const open = river.weeks.flatMap((week, i) => (isOpen(week) ? weeks[i] : []));
  const [across, down] = [RIVER.width / (right - left), SIZE.height / (bottom - top)];
  return svg(
    "g",
    {transform: `matrix(${across} 0 0 ${down} ${-left * across} ${-top * down})`, stroke: COLORS["--page"]},
    ribbons.map((ribbon) => svg("path", {d: ribbon.path, fill: hue(ribbon), "stroke-width": 0.6})),
    open.map(({y}) =>
      svg("rect", {
        x: left,
        y: y - pitch / 2,
        width: right - left,
        height: pitch,
        fill: COLORS["--page"],
        "fill-opacity": VEIL,
        stroke: "none",
      }),
    ),
  );
}

function Heading({name, dates, weeks, status}) {
  const {lines, size} = fitText([name], [[62, 1], [52, 1], [44, 1]], {room: RIGHT - LEFT, bold: true}); // prettier-ignore
  const span = fitText([`${dates} · ${pluralize(weeks, "week")}`, dates], [[22, 1], [20, 1], [18, 1]], {room: RIGHT - LEFT}); // prettier-ignore
  return [
    Lines(lines, {x: LEFT - 2, y: 152, size, bold: true, spacing: -0.015}),
    Text(span.lines[0], {x: LEFT, y: 190, size: span.size, fill: SOFT}),
    Text(status, {x: LEFT, y: 222, size: 20, bold: true}),
    Text("downloads", {x: RIGHT, y: 240, size: 18, fill: SOFT, anchor: "end"}),
  ];
}

function LegendRow(show, y) {
  const number = formatCount(show.downloads);
  const steps = [[24, 1], [22, 1], [18, 2], [16, 2]]; // prettier-ignore
  const {lines, size} = fitTitle(show.title, steps, {room: 280, bold: true});
  return [
    svg("rect", {x: LEFT, y, width: 26, height: 26, rx: 3, fill: hue(show)}),
    Lines(lines, {x: LEFT + 42, y: y + 22 - (lines.length - 1) * 11, size, bold: true}),
    Text(number, {x: RIGHT, y: y + 22, size: 24, anchor: "end"}),
  ];
}
