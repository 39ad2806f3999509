// A week for other people's pages: its first ten shows.

import {svg} from "../../src/components/lib/dom.js";
import {formatCount} from "../../src/components/lib/format.js";
import {describeEstimate} from "../../src/components/lib/certainty.js";
import {describeMove} from "../../src/components/week/words.js";
import {describeChange, describeOpen} from "../pictures/words.js";
import {Foot} from "./foot.js";
import {Frame, Line, Rule, SiteName} from "./frame.js";

const WIDTH = 480;
const [LEFT, RIGHT] = [16, WIDTH - 16];
const ROWS = 10;
const [TOP, ROW] = [46, 29];
const KINDS = {up: "up", down: "down", same: "soft", new: "accent", back: "accent"};

/** The embed of a week (of pictures/weekView.js), an svg element. */
export function WeekEmbed(week) {
  const rows = week.rows.slice(0, ROWS);
  const bottom = TOP + rows.length * ROW;
  const list = rows.map(({rank, title, downloads}) => `#${rank} ${title} ${formatCount(downloads)}`).join(", ");
  return Frame(
    {
      width: WIDTH,
      height: bottom + 30,
      title: `Anime by torrent downloads, ${week.dates}`,
      description: `${week.headlines[0]}. ${list}.`,
      shows: rows,
    },
    SiteName({x: LEFT, y: 29}),
    Line(week.dates, {x: RIGHT, y: 29, kind: "soft", end: true}),
    rows.map((row, i) => Row(row, TOP + i * ROW)),
    Rule({x: LEFT, y: bottom, width: RIGHT - LEFT}),
    Foot(week, {left: LEFT, right: RIGHT, y: bottom + 20, note: describeOpen(week) ?? describeEstimate(week) ?? ""}),
  );
}

function Row(row, y) {
  const base = y + 20;
  const {kind, sign} = describeMove(row);
  const change = describeChange(row);
  const changeKind = {growth: "up", loss: "down"}[change?.kind] ?? "soft";
  return [
    Rule({x: LEFT, y, width: RIGHT - LEFT}),
    Line(String(row.rank), {x: 36, y: base, size: 15, bold: true, end: true}),
    Line(sign, {x: 43, y: base, size: 12, kind: KINDS[kind]}),
    svg("rect", {class: row.colorClass, x: 76, y: y + 6, width: 6, height: 18, rx: 1}),
    Line(row.title, {x: 89, y: base, room: 248}),
    Line(formatCount(row.downloads), {x: 410, y: base, bold: true, end: true}),
    change && Line(change.text, {x: RIGHT, y: base, size: 13, kind: changeKind, end: true}),
  ];
}
