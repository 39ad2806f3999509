// A show as a picture (1200 × 630): three numbers, and its downloads by date.

import {svg} from "../../src/components/lib/dom.js";
import {formatCount, formatDay, formatShortDay, pluralize} from "../../src/components/lib/format.js";
import {mix} from "../tokens.js";
import {Canvas, COLORS, Foot, hue, KeyNote, LINE, Lines, Logo, PALE, round, SOFT, Text, Tile} from "./canvas.js";
import {fitLine, fitText, fitTitle} from "./fit.js";
import {measure} from "./fonts.js";

const SIZE = {width: 1200, height: 630};
const [LEFT, RIGHT] = [52, 1148];
const CHART = {top: 352, bottom: 540};
const DAY = 86_400_000;

/** What the picture shows, in words. */
export const describeShowPicture = (show) =>
  `${show.title}, downloads by date: ` +
  listNumbers(show)
    .map(({figure, labels: [label]}) => `${figure} ${label}`)
    .join("; ");

/** The picture of a show (of showView.js), an svg element. */
export function ShowPicture(show) {
  const {seasons, dataUntil} = show;
  const note = [seasons, dataUntil && `data to ${formatDay(dataUntil)}`].filter(Boolean).join(", ");
  return Canvas(
    {...SIZE, title: describeShowPicture(show)},
    Logo({x: LEFT, y: 74}),
    Text(note, {x: RIGHT, y: 74, size: 24, fill: SOFT, anchor: "end"}),
    Tile(show, {x: LEFT, y: 107, width: 60, height: 84}),
    Name(show),
    Numbers(listNumbers(show)),
    Bars(show),
    Releases(show),
    Dates(show),
    Foot({left: LEFT, right: RIGHT, y: 600}, show.origin, Key(show)),
  );
}

function Name({title, native}) {
  const room = RIGHT - 134;
  const steps = [[48, 1], [42, 1], [37, 1], [30, 2]]; // prettier-ignore
  const {lines, size} = fitTitle(title, steps, {room, bold: true});
  const isLong = lines.length > 1;
  return [
    Lines(lines, {x: 134, y: isLong ? 132 : 149, size, bold: true, leading: 1.12, spacing: -0.01}),
    native &&
      Text(fitLine(native, {size: 22}, room), {x: 134, y: isLong ? 194 : 187, size: isLong ? 18 : 22, fill: SOFT}),
  ];
}

/** Three numbers of a show, each `{figure, labels}`: ways to say what it is, the longest first. */
function listNumbers({downloads, episodes, isAiring, rank, best, hold}) {
  const count = `downloads, ${pluralize(episodes, "episode")}${isAiring ? " so far" : ""}`;
  return [
    {figure: formatCount(downloads), labels: [count]},
    rank && describeRank(rank),
    hold && describeHold(hold),
    !hold && best && {figure: formatCount(best), labels: ["in its best week"]},
  ].filter(Boolean);
}

function describeRank({rank, peak, weeks, isNow, isOpen}) {
  if (!isNow) return {figure: `#${peak}`, labels: [weeks > 1 ? `its peak, ${weeks} weeks` : "its peak"]};
  const past = rank === peak ? "its peak" : `peak #${peak}`;
  return {figure: `#${rank}`, labels: [`newest week${isOpen ? ", provisional" : ""}, ${past}`]};
}

const describeHold = ({first, episode, part}) => ({
  figure: part >= 1 ? `${part.toFixed(1)}×` : `${Math.round(100 * part)}%`,
  labels: [
    `episode ${episode} against episode ${first}, first 7 days`,
    `ep ${episode} against ep ${first}, first 7 days`,
    `ep ${episode} by ep ${first}, 7 days`,
  ],
});

function Numbers(numbers) {
  let x = LEFT;
  return numbers.map(({figure, labels}, i) => {
    const left = x;
    const room = RIGHT - left - (numbers.length - 1 - i) * 240;
    const {lines, size} = fitText(labels, [[22, 1], [20, 1], [18, 1]], {room}); // prettier-ignore
    x += Math.max(measure(figure, {size: 54, bold: true}), measure(lines[0], {size})) + 56;
    return [Text(figure, {x: left, y: 263, size: 54, bold: true}), Text(lines[0], {x: left, y: 294, size, fill: SOFT})];
  });
}

const widthOf = ({bars}) => (RIGHT - LEFT) / Math.max(bars.length, 28);

/** A bar a day, its estimated end paler; a running day is dashed. */
function Bars(show) {
  const [width, color] = [widthOf(show), hue(show)];
  const scale = (CHART.bottom - CHART.top) / Math.max(1, ...show.bars.map(({downloads}) => downloads));
  const gap = width > 4 ? 1 : 0;
  const bars = {counted: "", estimated: ""};
  for (const [i, {downloads, estimated, isRunning}] of show.bars.entries()) {
    if (isRunning) continue;
    const [all, part] = [downloads * scale, estimated * scale];
    const box = (bottom, height) =>
      `M${round(LEFT + i * width)} ${round(bottom)}h${round(width - gap)}v${round(-height)}h${round(gap - width)}z`;
    if (all > part) bars.counted += box(CHART.bottom, all - part);
    if (part > 0) bars.estimated += box(CHART.bottom - all + part, part);
  }
  return [
    svg("path", {d: bars.counted, fill: color}),
    svg("path", {d: bars.estimated, fill: mix(color, COLORS["--page"], PALE)}),
    show.bars.map(
      (bar, i) => bar.isRunning && RunningBar(bar, {x: LEFT + i * width, width: width - gap, scale, color}),
    ),
    svg("rect", {x: LEFT, y: CHART.bottom, width: RIGHT - LEFT, height: 1, fill: LINE}),
  ];
}

function RunningBar({downloads}, {x, width, scale, color}) {
  const height = Math.max(4, downloads * scale);
  const box = {x: round(x + 0.5), y: round(CHART.bottom - height), width: round(width - 1), height: round(height)};
  return svg("rect", {...box, fill: "none", stroke: color, "stroke-dasharray": "3 2"});
}

/** The numbers of the episodes over the days on which they came, as many as have room. */
function Releases({releases, bars}) {
  const width = widthOf({bars});
  const largest = Math.max(1, ...bars.map(({downloads}) => downloads));
  let free = -Infinity;
  return joinReleases(releases).map(({name, bar}) => {
    const font = {size: 20};
    const half = measure(name, font) / 2;
    const x = Math.min(Math.max(LEFT + half, LEFT + (bar + 0.5) * width), RIGHT - half);
    if (x - half < free) return null;
    free = x + half + 8;
    // Over the highest bar below the number, not only its own.
    const reach = Math.ceil(half / width);
    const near = bars.slice(Math.max(0, bar - reach), bar + reach + 1).map(({downloads}) => downloads);
    const y = CHART.bottom - ((CHART.bottom - CHART.top) * Math.max(...near)) / largest;
    return Text(name, {x, y: y - 10, ...font, anchor: "middle"});
  });
}

/** Episodes that came together as one: "1–13"; the earliest first. */
function joinReleases(releases) {
  const bars = [...new Set(releases.map(({bar}) => bar))].sort((a, b) => a - b);
  return bars.map((bar) => {
    const numbers = releases.filter((release) => release.bar === bar).map(({episode}) => episode);
    return {bar, name: [...new Set([numbers[0], numbers.at(-1)])].join("–")};
  });
}

/** The first day, the first days of months, and the last day, as many as have room. */
function Dates(show) {
  const [width, first] = [widthOf(show), Date.parse(show.start)];
  const dayAt = (bar) => new Date(first + bar * show.step * DAY);
  const months = show.bars.flatMap((_, i) =>
    i > 0 && dayAt(i).getUTCMonth() !== dayAt(i - 1).getUTCMonth() ? [i] : [],
  );
  const last = show.bars.length - 1;
  const isRunning = show.bars[last].isRunning;
  const labels = [0, ...months].map((bar) => ({x: LEFT + bar * width, text: formatShortDay(dayAt(bar))}));
  const end = {
    x: LEFT + (last + 1) * width,
    text: `${formatShortDay(dayAt(last))}${isRunning ? " so far" : ""}`,
    isEnd: true,
  };
  const edge = end.x - measure(end.text, {size: 20}) - 16;
  let free = LEFT;
  const placed = labels.filter(({x, text}) => {
    const right = x + measure(text, {size: 20});
    const hasRoom = x >= free && right < edge;
    if (hasRoom) free = right + 24;
    return hasRoom;
  });
  return [...placed, end].map(({x, text, isEnd}) =>
    Text(text, {
      x: isEnd ? Math.max(x, LEFT + measure(text, {size: 20})) : x,
      y: 567,
      size: 20,
      fill: SOFT,
      anchor: isEnd ? "end" : null,
    }),
  );
}

function Key({step, downloads, downloads_estimated: estimated}) {
  const text = `Downloads per ${step === 1 ? "day" : "week"}; numbers: episodes`;
  const x = LEFT + measure(text, {size: 18}) + 20;
  const percent = Math.round((100 * estimated) / downloads);
  const sample = svg("rect", {x, y: 587, width: 22, height: 14, fill: mix(SOFT, COLORS["--page"], PALE)});
  return [
    Text(text, {x: LEFT, y: 600, size: 18, fill: SOFT}),
    estimated > 0 && KeyNote(`${percent === 0 ? "under 1" : percent}% estimated`, {x: x + 30, y: 600}, sample),
  ];
}
