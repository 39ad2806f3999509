// A week as a tall picture (1080 × 1350), to be posted: its first fifteen shows with all that a chart says of them.

import {svg} from "../../src/components/lib/dom.js";
import {formatCount, pluralize} from "../../src/components/lib/format.js";
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
import {fitText, fitTitle} from "./fit.js";
import {measure} from "./fonts.js";
import {describeChange, describeOpen, describePast, nameEstimate} from "./words.js";

const SIZE = {width: 1080, height: 1350};
const [LEFT, RIGHT] = [48, 1032];
const TOP = 226;
/** The first three rows are higher, with larger letters. */
const ROW = {high: 84, low: 66};
const HIGH_ROWS = 3;
const TITLE_RIGHT = 664;
const SPARK = {left: 684, bar: 13, step: 16};
const LIT = 0.24;

/** What the picture shows, in words. */
export const describeWeekTallPicture = ({dates, rows, downloads}) =>
  `Top ${rows.length} of ${dates} by torrent downloads, ${formatCount(downloads)} in all: ` +
  rows.map(({rank, title, downloads: number}) => `#${rank} ${title} ${formatCount(number)}`).join(", ");

/** The picture of a week (of weekView.js), an svg element. */
export function WeekTallPicture(week) {
  const {rows, place} = week;
  const note = place ? `${place.season} anime, week ${place.number}` : "Anime by torrent downloads";
  const tops = rows.map((_, i) => TOP + Math.min(i, HIGH_ROWS) * ROW.high + Math.max(0, i - HIGH_ROWS) * ROW.low);
  const bottom = TOP + HIGH_ROWS * ROW.high + 12 * ROW.low;
  return Canvas(
    {...SIZE, title: describeWeekTallPicture(week)},
    Hatching(rows),
    Logo({x: LEFT, y: 78}),
    Text(note, {x: RIGHT, y: 78, size: 24, fill: SOFT, anchor: "end"}),
    Heading(week),
    Totals(week),
    rows.map((row, i) => [
      Rule({left: LEFT, right: RIGHT, y: tops[i]}),
      Row(row, {y: tops[i], height: i < HIGH_ROWS ? ROW.high : ROW.low, isLit: week.lit.includes(row.anilist_id)}),
    ]),
    Rule({left: LEFT, right: RIGHT, y: bottom}),
    Foot({left: LEFT, right: RIGHT, y: 1306}, week.origin, Key(week)),
  );
}

function Heading({rows, dates}) {
  const texts = [dates, dates.replace(/ \d{4}/g, "")].map((span) => `Top ${rows.length}, ${span}`);
  const style = {bold: true, spacing: -0.015};
  const {lines, size} = fitText(texts, [[62, 1], [54, 1], [46, 1]], {room: RIGHT - LEFT, ...style}); // prettier-ignore
  return Text(lines[0], {x: LEFT - 2, y: 158, size, ...style});
}

/** "37,146 torrent downloads over 67 shows, −28% vs last week". */
function Totals(week) {
  const {downloads, shows, before} = week;
  const change = describeChange({downloads, previous_downloads: before});
  const total = `${pluralize(downloads, "torrent download")} over ${pluralize(shows, "show")}`;
  const long = [total, change && `${change.text} vs last week`, describeOpen(week)].filter(Boolean).join(", ");
  const {lines, size} = fitText([long], [[24, 1], [22, 1], [20, 1], [18, 1]], {room: RIGHT - LEFT}); // prettier-ignore
  return Text(lines[0], {x: LEFT, y: 200, size, fill: SOFT});
}

function Row(row, {y, height, isLit}) {
  const [isHigh, middle] = [height === ROW.high, y + height / 2];
  const change = describeChange(row);
  const estimate = nameEstimate(row);
  const [number, rank] = isHigh ? [36, 44] : [28, 28];
  return [
    isLit &&
      svg("rect", {x: 32, y: y + 1, width: 1016, height: height - 1, fill: mix(hue(row), COLORS["--page"], LIT)}),
    Text(String(row.rank), {x: 88, y: middle + rank * 0.36, size: rank, bold: true, anchor: "end"}),
    Move(row, {x: 103, y: middle + 8, size: 22}),
    TitleBlock(row, {middle, isHigh}),
    Sparkline(row, {bottom: middle + height * 0.32, height: height * 0.62}),
    Text(formatCount(row.downloads), {
      x: 938,
      y: middle + (estimate ? 2 : 10),
      size: number,
      bold: true,
      anchor: "end",
    }),
    estimate && Text(estimate, {x: 938, y: middle + 24, size: 16, fill: SOFT, anchor: "end"}),
    change && Text(change.text, {x: RIGHT, y: middle + 8, size: 23, fill: colorOfChange(change), anchor: "end"}),
  ];
}

/** The tile, the title on one line or two, and below it how long and how high it has been in the chart. */
function TitleBlock(row, {middle, isHigh}) {
  const tile = isHigh ? {x: 174, width: 46, height: 62} : {x: 174, width: 33, height: 46};
  const x = tile.x + tile.width + 15;
  const steps = isHigh ? [[26, 1], [23, 2], [20, 2]] : [[23, 1], [19, 2]]; // prettier-ignore
  const {lines, size} = fitTitle(row.title, steps, {room: TITLE_RIGHT - x, bold: true});
  const [leading, note] = [1.14, isHigh ? 18 : 16];
  const [textHeight, noteHeight] = [lines.length * size * leading, note * 1.2];
  const top = middle - (textHeight + noteHeight) / 2;
  return [
    Tile(row, {...tile, y: middle - tile.height / 2}),
    Lines(lines, {x, y: top + size * 0.92, size, leading, bold: true}),
    Past(row, {x, y: top + textHeight + note * 0.92, size: note}),
  ];
}

/** How long and how high it has been in the chart; what is new of it stands out. */
function Past(row, {x, y, size}) {
  const {text, news} = describePast(row);
  const left = x + measure(text, {size});
  return [Text(text, {x, y, size, fill: SOFT}), news && Text(news, {x: left, y, size, bold: true})];
}

/** The last 8 weeks as bars of the row's own scale, their estimated ends hatched. */
function Sparkline(row, {bottom, height}) {
  const scale = height / Math.max(...row.history.map((week) => week?.downloads ?? 0));
  const start = SPARK.left + (8 - row.history.length) * SPARK.step;
  const bar = (week, i) => {
    if (week === null) return null;
    const [all, estimated] = [week.downloads * scale, week.downloads_estimated * scale];
    const box = {x: start + i * SPARK.step, width: SPARK.bar};
    const hatched = {...box, y: round(bottom - all), height: round(estimated), fill: `url(#hatch-${row.colorClass})`};
    return [
      svg("rect", {...box, y: round(bottom - all + estimated), height: round(all - estimated), fill: hue(row)}),
      estimated >= 1 && svg("rect", hatched),
    ];
  };
  const ground = {
    x: SPARK.left,
    y: round(bottom),
    width: 7 * SPARK.step + SPARK.bar,
    height: 1,
    fill: SOFT,
    opacity: 0.5,
  };
  return [row.history.map(bar), svg("rect", ground)];
}

function Key(week) {
  const share = Math.round((100 * week.downloads_estimated) / Math.max(1, week.downloads));
  const text = `estimated (${share}% in all) · bars: 8 weeks, own scale`;
  return KeyNote(text, {x: LEFT + 30, y: 1306}, HatchSample({x: LEFT, y: 1293}));
}
