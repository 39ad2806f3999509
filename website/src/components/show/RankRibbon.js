// A show's rank by week as its own ribbon: as high as its rank among all series, as thick as its downloads.

import {area, curveBumpX} from "d3-shape";
import {svg} from "../lib/dom.js";
import {toDayNumber, WEEK} from "../lib/days.js";
import {formatShortCount, formatShortWeekDates} from "../lib/format.js";
import {measureText} from "../lib/text.js";
import {chartFrame, ChartPicture, dayScale, linear, roundPx} from "../episodes/frame.js";

/** Whole heights (px) of a ribbon that keeps its rank and of one that moves; they stand in show.css too. */
const HEIGHTS = {flat: {wide: 84, narrow: 62}, moving: {wide: 172, narrow: 140}};
/** The thickness (px) of the week with the most downloads. */
const THICKEST = {flat: {wide: 58, narrow: 34}, moving: {wide: 36, narrow: 22}};
const THINNEST = 1.5;
/** The same of a week that is not over, whose edge is dashed. */
const THINNEST_BOX = 6;
const LABEL_HEIGHT = 18;
/** The share of a week in whose middle the ribbon goes straight on. */
const PLATEAU = 0.3;
const SIZE = 12;

/** Whether a show had one rank in all its weeks. */
export const isFlat = (weeks) => new Set(listRanks(weeks)).size <= 1;

const listRanks = (weeks) => weeks.filter(({row}) => row !== null).map(({row}) => row.rank);

/** The ribbon of `weeks` (of `selectShow`) over the days of `span` (`{from, to}`, as the chart by date has them). */
export function RankRibbon(weeks, span, width) {
  const kind = isFlat(weeks) ? "flat" : "moving";
  const frame = chartFrame(width);
  const tier = frame.isWide ? "wide" : "narrow";
  const size = {height: HEIGHTS[kind][tier], thickest: THICKEST[kind][tier]};
  const cells = placeWeeks(weeks, {x: dayScale(span, frame), ...size});
  const ranks = kind === "flat" ? WeekCounts(cells) : RankLabels(cells);
  return ChartPicture(
    {kind: "rank-ribbon", label: describeRanks(weeks), width, height: size.height},
    RankAxis(cells, frame),
    listRuns(cells).map((run) => svg("path", {class: "ribbon-body", d: drawRun(run)})),
    cells.filter(isRunning).map((cell) => svg("path", {class: "unfinished", d: drawBox(cell)})),
    ranks,
  );
}

/** A week as `{...week, left, right, y, thick}`; `y` and `thick` are null where it is not ranked. */
function placeWeeks(weeks, {x, height, thickest}) {
  const ranks = listRanks(weeks);
  const largest = Math.max(1, ...weeks.map(({row}) => row?.downloads ?? 0));
  const [best, worst] = [Math.min(...ranks), Math.max(...ranks)];
  const foot = best === worst ? 4 : LABEL_HEIGHT;
  const [top, bottom] = [LABEL_HEIGHT + thickest / 2, height - thickest / 2 - foot];
  const y = best === worst ? () => (top + bottom) / 2 : linear([best, worst], [top, bottom]);
  return weeks.map((week) => {
    const start = toDayNumber(week.start_date);
    const minimum = week.complete ? THINNEST : THINNEST_BOX;
    const thick = week.row && Math.max(minimum, (thickest * week.row.downloads) / largest);
    return {...week, left: x(start), right: x(start + WEEK), y: week.row && y(week.row.rank), thick};
  });
}

const isRunning = ({row, complete}) => row !== null && !complete;

/** The weeks in a row that are ranked and over. */
function listRuns(cells) {
  const runs = [];
  cells.forEach((cell, index) => {
    if (cell.row === null || !cell.complete) return;
    const goesOn = index > 0 && cells[index - 1].row !== null;
    if (goesOn && runs.length > 0) runs.at(-1).push(cell);
    else runs.push([cell]);
  });
  return runs;
}

function drawRun(run) {
  const outline = area()
    .x(({at}) => at)
    .y0(({y, thick}) => y + thick / 2)
    .y1(({y, thick}) => y - thick / 2)
    .curve(curveBumpX)
    .digits(1);
  return outline(run.flatMap((cell, index) => plateauEnds(cell, index, run)));
}

function plateauEnds({left, right, y, thick}, index, run) {
  const middle = (left + right) / 2;
  const half = ((right - left) * PLATEAU) / 2;
  return [
    {at: index === 0 ? left : middle - half, y, thick},
    {at: index === run.length - 1 ? right : middle + half, y, thick},
  ];
}

const drawBox = ({left, right, y, thick}) =>
  `M${roundPx(left)} ${roundPx(y - thick / 2)}H${roundPx(right)}v${roundPx(thick)}H${roundPx(left)}z`;

/** Lines at the best and the worst rank, and between them at every fifth or so. */
function RankAxis(cells, {left, right}) {
  const ranked = cells.filter(({row}) => row !== null);
  const at = new Map(ranked.map(({row, y}) => [row.rank, y]));
  const [best, worst] = [Math.min(...at.keys()), Math.max(...at.keys())];
  const y = best === worst ? () => at.get(best) : linear([best, worst], [at.get(best), at.get(worst)]);
  return chooseRanks(best, worst).map((rank) => [
    best === worst ? null : svg("path", {class: "grid", d: `M${left} ${roundPx(y(rank))}H${right}`}),
    svg("text", {class: "rank-name", x: left - 8, y: roundPx(y(rank)), dy: ".35em"}, `#${rank}`),
  ]);
}

function chooseRanks(best, worst) {
  if (best === worst) return [best];
  const step = [1, 2, 5, 10, 20, 50].find((size) => (worst - best) / size <= 4) ?? 100;
  const round = Array.from({length: Math.floor(worst / step)}, (_, i) => (i + 1) * step);
  const between = round.filter((rank) => rank > best + step / 2 && rank < worst - step / 2);
  return [best, ...between, worst];
}

/** The rank where it turns, and of the first and the last week, beyond the turn, as many as have room. */
function RankLabels(cells) {
  const ranked = cells.filter(({row}) => row !== null);
  let end = -Infinity;
  return ranked.map((cell, index) => {
    const [before, after] = [ranked[index - 1], ranked[index + 1]];
    if (before && after && !isTurn(before, cell, after)) return null;
    const text = `#${cell.row.rank}`;
    const [middle, half] = [(cell.left + cell.right) / 2, measureText(text, SIZE) / 2 + 2];
    if (middle - half < end) return null;
    end = middle + half;
    const isUnder = [before, after].every((other) => !other || other.y < cell.y) && ranked.length > 1;
    const y = isUnder ? cell.y + cell.thick / 2 + SIZE + 2 : cell.y - cell.thick / 2 - 5;
    return svg("text", {class: "rank", x: roundPx(middle), y: roundPx(y)}, text);
  });
}

/** Whether a week's rank is better than both beside it, or worse, or ends a run of equal ones at such a place. */
const isTurn = ({y: before}, {y}, {y: after}) => before !== y && (y - before) * (after - y) <= 0;

/** Of a ribbon that keeps its rank each week's downloads: in it where it is thick enough, else above. */
function WeekCounts(cells) {
  const best = Math.max(...cells.map(({row}) => row?.downloads ?? 0));
  return cells
    .filter(({row, complete}) => row !== null && complete)
    .map((cell) => {
      const text = formatShortCount(cell.row.downloads);
      if (measureText(text, SIZE) > cell.right - cell.left && cell.row.downloads !== best) return null;
      const isInside = cell.thick >= SIZE * 1.4;
      const place = {
        x: roundPx((cell.left + cell.right) / 2),
        y: roundPx(isInside ? cell.y : cell.y - cell.thick / 2 - 9),
      };
      const kind = [isInside ? "on-ribbon" : "rank-count", cell.row.downloads === best && "best"]
        .filter(Boolean)
        .join(" ");
      return svg("text", {class: kind, ...place, dy: ".35em"}, text);
    });
}

/** The same in words. */
function describeRanks(weeks) {
  const ranks = weeks.map((week) => {
    const rank = week.row === null ? "not ranked" : `#${week.row.rank}`;
    return `${formatShortWeekDates(week.start_date)}: ${rank}${week.complete ? "" : " so far"}`;
  });
  return `Rank by week. ${ranks.join(", ")}`;
}
