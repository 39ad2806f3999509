// A week as a wide picture (1200 × 630): its headline, and its first five shows as bars.

import {svg} from "../../src/components/lib/dom.js";
import {formatCount} from "../../src/components/lib/format.js";
import {mix} from "../tokens.js";
import {
  Canvas,
  COLORS,
  colorOfChange,
  Foot,
  Hatching,
  HatchSample,
  hue,
  KeyNote,
  Lines,
  Logo,
  Move,
  round,
  Rule,
  SOFT,
  Text,
  Tile,
} from "./canvas.js";
import {fitText, shorten} from "./fit.js";
import {measure} from "./fonts.js";
import {describeChange, describeOpen, nameEstimate} from "./words.js";

const SIZE = {width: 1200, height: 630};
const [LEFT, RIGHT] = [52, 1148];
const SHOWS = 5;
const [TOP, ROW] = [235, 62];
const BAR = {left: 650, right: 924, height: 26};
const TITLE = {left: 210, right: 632};
const LIT = 0.24;

/** What the picture shows, in words. */
export const describeWeekPicture = (week) => {
  const first = week.rows
    .slice(0, SHOWS)
    .map(({title, rank, downloads}) => `#${rank} ${title} ${formatCount(downloads)}`);
  return `${week.dates}: ${week.headlines[0]}. ${first.join(", ")}`;
};

/** The picture of a week (of weekView.js), an svg element. */
export function WeekPicture(week) {
  const rows = week.rows.slice(0, SHOWS);
  const scale =
    (BAR.right - BAR.left) / Math.max(1, ...rows.flatMap((row) => [row.downloads, row.previous_downloads ?? 0]));
  return Canvas(
    {...SIZE, title: describeWeekPicture(week)},
    Hatching(rows),
    Logo({x: LEFT, y: 74, note: week.dates}),
    Text(describeOpen(week) ?? "Anime by torrent downloads", {x: RIGHT, y: 74, size: 24, fill: SOFT, anchor: "end"}),
    Headline(week),
    rows.map((row, i) => [
      Rule({left: LEFT, right: RIGHT, y: TOP + i * ROW}),
      Row(row, {y: TOP + i * ROW, scale, week}),
    ]),
    Rule({left: LEFT, right: RIGHT, y: 558}),
    Foot({left: LEFT, right: RIGHT, y: 591}, week.origin, Key()),
  );
}

/** The headline in the middle between what stands above it and the list. */
function Headline({headlines}) {
  const steps = [52, 48, 44, 40, 36].map((size) => [size, 2]);
  const style = {bold: true, spacing: -0.01};
  const {lines, size} = fitText(headlines, steps, {room: RIGHT - LEFT, ...style});
  const leading = 1.1;
  const y = 157 + size * (0.36 - ((lines.length - 1) * leading) / 2);
  return Lines(lines, {x: LEFT, y, size, leading, ...style});
}

function Row(row, {y, scale, week}) {
  const middle = y + ROW / 2;
  const change = describeChange(row);
  const estimate = nameEstimate(row);
  const base = estimate ? middle + 4 : middle + 11;
  return [
    week.lit.includes(row.anilist_id) && Light(row, y),
    Text(String(row.rank), {x: 68, y: middle + 12, size: 34, bold: true, anchor: "middle"}),
    Move(row, {x: 93, y: middle + 9, size: 22}),
    Tile(row, {x: 164, y: middle - 22, width: 32, height: 44}),
    Title(row, middle),
    Bar(row, {y: middle - BAR.height / 2, scale}),
    Text(formatCount(row.downloads), {x: 1050, y: base, size: 31, bold: true, anchor: "end"}),
    estimate && Text(estimate, {x: 1050, y: middle + 23, size: 16, fill: SOFT, anchor: "end"}),
    change && Text(change.text, {x: RIGHT, y: middle + 8, size: 23, fill: colorOfChange(change), anchor: "end"}),
  ];
}

const Light = (row, y) =>
  svg("rect", {x: 38, y: y + 1, width: 1124, height: ROW - 1, fill: mix(hue(row), COLORS["--page"], LIT)});

function Title({title}, middle) {
  const room = TITLE.right - TITLE.left;
  const steps = [[24, 1], [22, 1], [20, 2]]; // prettier-ignore
  const {lines, size} = fitText([title, shorten(title)], steps, {room, bold: true});
  const y = middle + 9 - (lines.length - 1) * size * 0.62;
  return Lines(lines, {x: TITLE.left, y, size, bold: true, leading: 1.2});
}

/** The bar of a week, its estimated end hatched; a tick tells the week before where it was more. */
function Bar(row, {y, scale}) {
  const [counted, all] = [row.downloads - row.downloads_estimated, row.downloads].map((number) => number * scale);
  const before = (row.previous_downloads ?? 0) * scale;
  const {left, height} = BAR;
  return [
    before > all + 2 && [
      svg("rect", {x: left, y: y + height / 2 - 1, width: round(before), height: 2, fill: SOFT}),
      svg("rect", {x: round(left + before - 2), y: y + 4, width: 2, height: height - 8, fill: SOFT}),
    ],
    svg("rect", {x: left, y, width: round(counted), height, fill: hue(row)}),
    svg("rect", {
      x: round(left + counted),
      y,
      width: round(all - counted),
      height,
      fill: `url(#hatch-${row.colorClass})`,
    }),
  ];
}

function Key() {
  const [first, y] = [LEFT + 30, 591];
  const second = first + measure("estimated", {size: 18}) + 22;
  return [
    KeyNote("estimated", {x: first, y}, HatchSample({x: LEFT, y: y - 13})),
    KeyNote("week before", {x: second + 34, y}, [
      svg("rect", {x: second, y: y - 7, width: 24, height: 2, fill: SOFT}),
      svg("rect", {x: second + 23, y: y - 14, width: 2, height: 16, fill: SOFT}),
    ]),
  ];
}
