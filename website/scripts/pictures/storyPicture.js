// The story of a week (1080 × 1080): the fact of its headline as a figure, the ranks that led there, and the sentence.

import {formatCount} from "../../src/components/lib/format.js";
import {mix} from "../tokens.js";
import {Canvas, COLORS, colorOfChange, Foot, hue, INK, Lines, Logo, Text} from "./canvas.js";
import {fitLine, fitText, fitTitle} from "./fit.js";
import {measure} from "./fonts.js";
import {RankChart} from "./rankChart.js";
import {TotalsChart} from "./totalsChart.js";
import {describeChange, describeOpen, nameEstimate} from "./words.js";
import {svg} from "../../src/components/lib/dom.js";

const SIZE = {width: 1080, height: 1080};
const [LEFT, RIGHT] = [56, 1024];
const ARROW = 88;
const FIGURE = {size: 150, y: 244};
/** The ground of the picture has this much of the show's colour, so that each story has its own. */
const GROUND = {color: "#0b0d08", part: 0.3};
const CHART = {left: 120, right: 750, top: 407, bottom: 847};
/** What values count; ranks and parts of a hundred say so themselves. */
const UNITS = {downloads: "downloads", weeks: "weeks"};

/** What the picture shows, in words. */
export const describeStoryPicture = ({dates, headlines}) => `${dates}: ${headlines[0]}.`;

/** The picture of a week (of weekView.js), an svg element. */
export function StoryPicture(week) {
  const show = week.main;
  const ground = show ? mix(hue(show), GROUND.color, GROUND.part) : COLORS["--page"];
  const soft = mix(INK, ground, 0.68);
  return Canvas(
    {...SIZE, title: describeStoryPicture(week), ground},
    Logo({x: LEFT, y: 82}),
    Text([week.dates, describeOpen(week)].filter(Boolean).join(" · "), {
      x: RIGHT,
      y: 82,
      size: 24,
      fill: soft,
      anchor: "end",
    }),
    Figure(week, soft),
    show && [Numbers(show, {soft, fact: week.fact}), Name(show, soft)],
    show
      ? RankChart(week, {...CHART, ground, soft})
      : TotalsChart(week, {...CHART, left: LEFT, top: 330, right: RIGHT, soft}),
    Sentences(week, soft),
    Foot({left: LEFT, right: RIGHT, y: 1033}, week.origin, Key(show, soft)),
  );
}

/** "#15 → #2", "NEW → #2", "16 weeks", "2.52%", "#4". */
function Figure({fact, main}, soft) {
  const parts = listFigures(fact, main);
  let x = LEFT;
  return parts.map(({text, isUnit}) => {
    const size = isUnit ? 54 : FIGURE.size;
    const left = x;
    x += (text === "→" ? ARROW : measure(text, {size, bold: !isUnit, spacing: isUnit ? 0 : -0.02})) + 30;
    if (text === "→") return Arrow({x: left, y: FIGURE.y - 57, color: soft});
    return Text(text, {
      x: left,
      y: FIGURE.y,
      size,
      bold: !isUnit,
      fill: isUnit ? soft : null,
      spacing: isUnit ? 0 : -0.02,
    });
  });
}

function listFigures(fact, main) {
  const figure = (text) => ({text, isUnit: false});
  const [unit, step] = [(text) => ({text, isUnit: true}), (from, to) => [figure(from), figure("→"), figure(to)]];
  if (fact === null) return main ? [figure(`#${main.rank}`)] : [];
  const [show] = fact.shows;
  if (fact.kind === "debut") return step("NEW", `#${show.rank}`);
  if (["climb", "new_first"].includes(fact.kind) && show.previous_rank)
    return step(`#${show.previous_rank}`, `#${show.rank}`);
  if (fact.unit === "rank") return [figure(`#${fact.value}`)];
  if (fact.unit === "basis_points") return [figure(`${(fact.value / 100).toFixed(1)}%`)];
  return [figure(formatCount(fact.value)), unit(UNITS[fact.unit] ?? fact.unit)];
}

const Arrow = ({x, y, color}) =>
  svg("path", {d: `M${x} ${y}h86m-27-22l27 22-27 22`, fill: "none", stroke: color, "stroke-width": 7});

/** The show's week in numbers, at the right of the figure. */
function Numbers(show, {soft, fact}) {
  const change = describeChange(show);
  const lines = [
    fact?.value === show.downloads ? null : {text: formatCount(show.downloads), size: 48, bold: true},
    fact?.value === show.downloads ? null : {text: "downloads this week"},
    change && {
      text: change.text + (show.isBestWeek ? ", best week so far" : " vs last week"),
      fill: paintChange(change, soft),
    },
    !change && show.isBestWeek && {text: "best week so far"},
    nameEstimate(show) && {text: nameEstimate(show).replace("est.", "estimated")},
  ].filter(Boolean);
  let y = 124;
  return lines.map(({text, size = 24, fill = soft, bold = false}) => {
    y += size === 24 ? 30 : 34;
    return Text(text, {x: RIGHT, y, size, bold, fill: bold ? null : fill, anchor: "end"});
  });
}

const paintChange = (change, soft) => (change.kind ? colorOfChange(change) : soft);

function Name({title, native}, soft) {
  const {lines, size} = fitTitle(title, [[44, 1], [38, 1], [32, 1], [28, 2]], {room: RIGHT - LEFT, bold: true}); // prettier-ignore
  const isLong = lines.length > 1;
  return [
    Lines(lines, {x: LEFT, y: isLong ? 292 : 308, size, bold: true, leading: 1.15, spacing: -0.01}),
    native && Text(fitLine(native, {size: 24}, RIGHT - LEFT), {x: LEFT, y: isLong ? 360 : 347, size: 24, fill: soft}),
  ];
}

/** The headline, and below it the next fact where there is room. */
function Sentences({headlines, second}, soft) {
  const steps = [[34, 1], [32, 2], [28, 2]]; // prettier-ignore
  const {lines, size} = fitText(headlines, steps, {room: RIGHT - LEFT, bold: true});
  const y = 945 - (lines.length - 1) * 6;
  return [
    Lines(withStop(lines), {x: LEFT, y, size, bold: true, leading: 1.2}),
    second &&
      lines.length === 1 &&
      Text(fitLine(`${second}.`, {size: 24}, RIGHT - LEFT), {x: LEFT, y: 984, size: 24, fill: soft}),
  ];
}

const withStop = (lines) => lines.map((line, i) => (i < lines.length - 1 || line.endsWith("…") ? line : `${line}.`));

const Key = (show, soft) =>
  Text(show ? "Rank by week; line as wide as its downloads" : "Downloads of all series by week; paler: estimated", {
    x: LEFT,
    y: 1033,
    size: 18,
    fill: soft,
  });
