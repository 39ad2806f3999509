// A show's rank in every week of the season, as a small still picture.

import {describeCertainty, isOpen} from "../lib/certainty.js";
import {svg} from "../lib/dom.js";
import {formatShortDay} from "../lib/format.js";

const MIN_DEPTH = 40;
const MAX_DEPTH = 140;
const RANK_HEIGHT = 12;
const TOP = 26;
const BOTTOM = 40;
const SIDE = 16;
const LABEL_ROOM = 17;

/**
 * A show's weeks, `[{start_date, number, complete, settled, rank, certainty}]` from its first to its last ranked week; a
 * week without a rank between them has rank null. `certainty` is in words, null when the week is settled.
 */
export function listRanks({weeks}, id) {
  const ranks = weeks.map((week) => {
    const {start_date, number, complete, settled, entries, total} = week;
    const entry = entries.get(id);
    const certainty = describeCertainty(week, entry ?? total);
    return {start_date, number, complete, settled, rank: entry?.rank ?? null, certainty};
  });
  return ranks.slice(Math.max(0, ranks.findIndex(isRanked)), ranks.findLastIndex(isRanked) + 1);
}

const isRanked = ({rank}) => rank !== null;

/**
 * The picture, `width` pixels wide and as high as its ranks need: rank 1 on top, no line over weeks without a rank, a
 * ring and a dashed line for a week that is not settled.
 */
export function RanksByWeek(ranks, {width = 340} = {}) {
  const depth = chooseDepth(ranks);
  const points = placePoints(ranks, {width, depth});
  const height = TOP + depth + BOTTOM;
  const box = {width, height, viewBox: `0 0 ${width} ${height}`};
  const floor = height - BOTTOM + 20;
  return svg(
    "svg",
    {class: "ranks", ...box, role: "img", "aria-label": describeRanks(ranks)},
    svg("line", {class: "floor", x1: 0, x2: width, y1: floor, y2: floor}),
    listSegments(points).map(Segment),
    points.filter(isRanked).map(Dot),
    selectLabels(points).map((point) => RankLabel(point, points)),
    WeekLabels(points, {width, y: height - 6}),
  );
}

/** From the best rank down to the worst, in pixels. */
function chooseDepth(ranks) {
  const [best, worst] = rankRange(ranks);
  return Math.min(MAX_DEPTH, Math.max(MIN_DEPTH, (worst - best) * RANK_HEIGHT));
}

function placePoints(ranks, {width, depth}) {
  const [best, worst] = rankRange(ranks);
  const step = ranks.length > 1 ? (width - 2 * SIDE) / (ranks.length - 1) : 0;
  const pitch = Math.min(RANK_HEIGHT, depth / Math.max(1, worst - best));
  return ranks.map((week, i) => ({
    ...week,
    x: ranks.length > 1 ? SIDE + i * step : width / 2,
    y: week.rank === null ? null : TOP + (week.rank - best) * pitch,
  }));
}

function rankRange(ranks) {
  const numbers = ranks.filter(isRanked).map(({rank}) => rank);
  return [Math.min(...numbers), Math.max(...numbers)];
}

/** Pairs of neighbouring ranked weeks: a line each, because the line to an open week is dashed. */
function listSegments(points) {
  const pairs = points.slice(1).map((point, i) => [points[i], point]);
  return pairs.filter(([from, to]) => isRanked(from) && isRanked(to));
}

const Segment = ([from, to]) =>
  svg("line", {class: isOpen(to) ? "run open" : "run", x1: from.x, y1: from.y, x2: to.x, y2: to.y});

const Dot = (week) => svg("circle", {class: isOpen(week) ? "week open" : "week", cx: week.x, cy: week.y, r: 3.5});

/** Over the dot, but under it where the line comes down from both sides. */
function RankLabel(point, points) {
  const index = points.indexOf(point);
  const neighbours = [points[index - 1], points[index + 1]].filter((other) => other && isRanked(other));
  const isUnder = neighbours.length === 2 && neighbours.every(({rank}) => rank < point.rank);
  return svg("text", {class: "rank", x: point.x, y: point.y + (isUnder ? 16 : -9)}, String(point.rank));
}

/** The first, the last and every changed rank, as many as have room from the left. */
function selectLabels(points) {
  const ranked = points.filter(isRanked);
  const changes = ranked.filter(({rank}, i) => i === 0 || rank !== ranked[i - 1].rank || i === ranked.length - 1);
  const labels = [];
  for (const point of changes) {
    if (labels.length === 0 || point.x - labels.at(-1).x >= LABEL_ROOM) labels.push(point);
  }
  return labels;
}

function WeekLabels(points, {width, y}) {
  if (points.length === 0) return [];
  const [first, last] = [points[0], points.at(-1)];
  const text = (x, kind, words) => svg("text", {class: `week-name ${kind}`, x, y}, words);
  const ending = [weekLabel(last), last.certainty].filter(Boolean).join(", ");
  if (points.length === 1) return [text(width / 2, "middle", ending)];
  return [text(0, "start", weekLabel(first)), text(width, "end", ending)];
}

/** "29 Sept (week 1)". */
const weekLabel = ({start_date: start, number}) => `${formatShortDay(start)} (week ${number})`;

/** The same in words: "Rank by week. 29 Sept (week 1): 1, …". */
function describeRanks(ranks) {
  const parts = ranks.map((week) => {
    const rank = week.rank === null ? "not ranked" : String(week.rank);
    return [`${weekLabel(week)}: ${rank}`, week.certainty && `(${week.certainty})`].filter(Boolean).join(" ");
  });
  return parts.length === 0 ? "Never ranked" : `Rank by week. ${parts.join(", ")}`;
}
