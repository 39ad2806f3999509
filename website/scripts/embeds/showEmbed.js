// A show for other people's pages: its newest week in three numbers, and all its weeks as bars.

import {svg} from "../../src/components/lib/dom.js";
import {formatCount, formatShortDay, pluralize} from "../../src/components/lib/format.js";
import {round} from "../pictures/canvas.js";
import {fitText} from "../pictures/fit.js";
import {describeOpen} from "../pictures/words.js";
import {Foot} from "./foot.js";
import {Frame, Line, Rule, SiteName} from "./frame.js";

const [WIDTH, HEIGHT] = [480, 218];
const [LEFT, RIGHT] = [16, WIDTH - 16];
const CHART = {top: 128, bottom: 170};
const MAX_BAR = 26;

/** The embed of a show (of showView.js), an svg element. */
export function ShowEmbed(show) {
  const numbers = listNumbers(show);
  return Frame(
    {
      width: WIDTH,
      height: HEIGHT,
      title: `${show.title}: anime torrent downloads`,
      description: `${show.row ? `${show.dates}: ` : ""}${numbers.map(({figure, label}) => `${figure} ${label}`).join(", ")}.`,
      shows: [show],
    },
    SiteName({x: LEFT, y: 29}),
    show.row && Line(show.dates, {x: RIGHT, y: 29, kind: "soft", end: true}),
    svg("rect", {class: show.colorClass, x: LEFT, y: 42, width: 6, height: 24, rx: 1}),
    Title(show.title),
    numbers.map(({figure, label, x}) => [
      Line(figure, {x, y: 96, size: 22, bold: true}),
      Line(label, {x, y: 114, size: 12, kind: "soft"}),
    ]),
    Bars(show),
    Rule({x: LEFT, y: 190, width: RIGHT - LEFT}),
    Foot(show, {left: LEFT, right: RIGHT, y: HEIGHT - 11, note: show.week ? (describeOpen(show.week) ?? "") : ""}),
  );
}

function Title(title) {
  const room = RIGHT - LEFT - 16;
  const {lines, size} = fitText([title], [[18, 1], [16, 1], [14, 1]], {room: room / 1.16, bold: true}); // prettier-ignore
  return Line(lines[0], {x: LEFT + 16, y: 60, size, bold: true, room});
}

/** Its newest complete week, when it is ranked in it; else what there has been. */
function listNumbers({row, downloads, weeks, peak}) {
  const places = [LEFT, LEFT + 120, LEFT + 290];
  const numbers = row
    ? [
        {figure: `#${row.rank}`, label: row.rank === peak ? "its peak" : `peak #${peak}`},
        {figure: formatCount(row.downloads), label: "downloads this week"},
        {figure: pluralize(row.weeks_on_chart, "week"), label: "on the chart"},
      ]
    : [
        {figure: peak === null ? "–" : `#${peak}`, label: "its peak"},
        {figure: formatCount(downloads), label: "downloads in all"},
        {figure: pluralize(weeks.length, "week"), label: "on the chart"},
      ];
  return numbers.map((number, i) => ({...number, x: places[i]}));
}

/** A bar for each week on the chart and between, the estimated end paler. */
function Bars({weeks, colorClass}) {
  if (weeks.length === 0) return null;
  const step = Math.min(MAX_BAR, (RIGHT - LEFT) / weeks.length);
  const scale = (CHART.bottom - CHART.top) / Math.max(1, ...weeks.map(({downloads}) => downloads));
  const gap = step > 4 ? 1 : 0;
  let [counted, estimated] = ["", ""];
  for (const [i, week] of weeks.entries()) {
    const [all, part] = [week.downloads * scale, week.downloads_estimated * scale];
    const box = (bottom, height) =>
      `M${round(LEFT + i * step)} ${round(bottom)}h${round(step - gap)}v${round(-height)}h${round(gap - step)}z`;
    if (all > part) counted += box(CHART.bottom, all - part);
    if (part > 0) estimated += box(CHART.bottom - all + part, part);
  }
  return [
    svg("path", {class: colorClass, d: counted}),
    svg("path", {class: `${colorClass} pale`, d: estimated}),
    Rule({x: LEFT, y: CHART.bottom, width: round(step * weeks.length)}),
    Line(formatShortDay(weeks[0].start_date), {x: LEFT, y: CHART.bottom + 15, size: 11, kind: "soft"}),
    weeks.length * step > 160 &&
      Line(formatShortDay(weeks.at(-1).start_date), {
        x: LEFT + step * weeks.length,
        y: CHART.bottom + 15,
        size: 11,
        kind: "soft",
        end: true,
      }),
  ];
}
