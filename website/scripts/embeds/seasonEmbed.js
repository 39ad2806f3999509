// A season for other people's pages: its first ten shows by downloads in its weeks.

import {svg} from "../../src/components/lib/dom.js";
import {formatCount, pluralize} from "../../src/components/lib/format.js";
import {round} from "../pictures/canvas.js";
import {Foot} from "./foot.js";
import {Frame, Line, Rule, SiteName} from "./frame.js";

const WIDTH = 480;
const [LEFT, RIGHT] = [16, WIDTH - 16];
const [TOP, ROW] = [66, 27];
const BAR = {left: 300, room: 90};

/** The embed of a season, `{name, status, weeks, shows, origin}` (of list.js), an svg element. */
export function SeasonEmbed(season) {
  const {name, status, weeks, shows} = season;
  const bottom = TOP + shows.length * ROW;
  const scale = BAR.room / Math.max(1, ...shows.map(({downloads}) => downloads));
  const list = shows.map(({rank, title, downloads}) => `#${rank} ${title} ${formatCount(downloads)}`).join(", ");
  return Frame(
    {
      width: WIDTH,
      height: bottom + 30,
      title: `${name}: anime by torrent downloads`,
      description: `${status}: ${list}.`,
      shows,
    },
    SiteName({x: LEFT, y: 29}),
    Line(`${status}, ${pluralize(weeks, "week")}`, {x: RIGHT, y: 29, kind: "soft", end: true}),
    Line(name, {x: LEFT, y: 54, size: 18, bold: true}),
    shows.map((show, i) => Row(show, {y: TOP + i * ROW, scale})),
    Rule({x: LEFT, y: bottom, width: RIGHT - LEFT}),
    Foot(season, {left: LEFT, right: RIGHT, y: bottom + 20, note: "downloads"}),
  );
}

function Row(show, {y, scale}) {
  const base = y + 19;
  return [
    Rule({x: LEFT, y, width: RIGHT - LEFT}),
    Line(String(show.rank), {x: 36, y: base, size: 15, bold: true, end: true}),
    Line(show.title, {x: 46, y: base, room: BAR.left - 54}),
    svg("rect", {
      class: show.colorClass,
      x: BAR.left,
      y: y + 7,
      width: round(Math.max(2, show.downloads * scale)),
      height: 14,
      rx: 1,
    }),
    Line(formatCount(show.downloads), {x: RIGHT, y: base, bold: true, end: true}),
  ];
}
