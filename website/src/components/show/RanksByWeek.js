// A show's rank in every week of the season, as a small still picture.

import {svg} from "../lib/dom.js";
import {weekName} from "../lib/format.js";

const LEAST = 40;
const MOST = 140;
const A_RANK = 12;
const TOP = 26;
const BOTTOM = 40;
const SIDE = 16;
const LABEL = 17;

/** A show's weeks from rankings.json, `[{week, complete, rank}]` from its first to its last one; no rank is null. */
export function ranksOf({weeks}, id) {
  const all = weeks.map(({week, complete, rankings}) => ({
    week,
    complete,
    rank: rankings.find(({anilist_id}) => anilist_id === id)?.rank ?? null,
  }));
  const isRanked = ({rank}) => rank !== null;
  return all.slice(Math.max(0, all.findIndex(isRanked)), all.findLastIndex(isRanked) + 1);
}

/**
 * The picture, `width` pixels wide and as high as its ranks need: rank 1 on top, no line over weeks without a rank, a ring for a week that is still running.
 */
export function RanksByWeek(ranks, {width = 340} = {}) {
  const depth = depthOf(ranks);
  const points = placed(ranks, {width, depth});
  const height = TOP + depth + BOTTOM;
  const box = {width, height, viewBox: `0 0 ${width} ${height}`};
  const floor = height - BOTTOM + 20;
  return svg(
    "svg",
    {class: "ranks", ...box, role: "img", "aria-label": sentence(ranks)},
    svg("line", {class: "floor", x1: 0, x2: width, y1: floor, y2: floor}),
    runsOf(points).map(Run),
    points.filter(({rank}) => rank !== null).map(Dot),
    labelled(points).map((point) => RankLabel(point, points)),
    WeekLabels(points, {width, y: height - 6}),
  );
}

/** From the best rank down to the worst, in pixels. */
function depthOf(ranks) {
  const [best, worst] = extent(ranks);
  return Math.min(MOST, Math.max(LEAST, (worst - best) * A_RANK));
}

function placed(ranks, {width, depth}) {
  const [best, worst] = extent(ranks);
  const step = ranks.length > 1 ? (width - 2 * SIDE) / (ranks.length - 1) : 0;
  const pitch = Math.min(A_RANK, depth / Math.max(1, worst - best));
  return ranks.map((one, i) => ({
    ...one,
    x: ranks.length > 1 ? SIDE + i * step : width / 2,
    y: one.rank === null ? null : TOP + (one.rank - best) * pitch,
  }));
}

function extent(ranks) {
  const known = ranks.map(({rank}) => rank).filter((rank) => rank !== null);
  return [Math.min(...known), Math.max(...known)];
}

/** Unbroken runs of ranked weeks; a pair that ends in a running week is a run of its own, to be drawn broken. */
function runsOf(points) {
  const pairs = points.slice(1).map((point, i) => [points[i], point]);
  return pairs.filter(([from, to]) => from.rank !== null && to.rank !== null);
}

const Run = ([from, to]) =>
  svg("line", {class: to.complete ? "run" : "run unfinished", x1: from.x, y1: from.y, x2: to.x, y2: to.y});

const Dot = ({x, y, complete}) => svg("circle", {class: complete ? "week" : "week unfinished", cx: x, cy: y, r: 3.5});

/** Over the dot, but under it where the line comes down from both sides. */
function RankLabel(point, points) {
  const at = points.indexOf(point);
  const beside = [points[at - 1], points[at + 1]].filter((other) => other && other.rank !== null);
  const under = beside.length === 2 && beside.every(({rank}) => rank < point.rank);
  return svg("text", {class: "rank", x: point.x, y: point.y + (under ? 16 : -9)}, String(point.rank));
}

/** Every rank where there is room for all, else where it changes and there is room. */
function labelled(points) {
  const known = points.filter(({rank}) => rank !== null);
  const room = known.filter(({rank}, i) => i === 0 || rank !== known[i - 1].rank || i === known.length - 1);
  const kept = [];
  for (const point of room) if (kept.length === 0 || point.x - kept.at(-1).x >= LABEL) kept.push(point);
  return kept;
}

function WeekLabels(points, {width, y}) {
  if (points.length === 0) return [];
  const [first, last] = [points[0], points.at(-1)];
  const text = (x, kind, words) => svg("text", {class: `week-name ${kind}`, x, y}, words);
  const ending = last.complete ? weekName(last.week) : `${weekName(last.week)}, still running`;
  if (points.length === 1) return [text(width / 2, "middle", ending)];
  return [text(0, "start", weekName(first.week)), text(width, "end", ending)];
}

/** The same in words: "Rank by week: Week 40: 1, …". */
function sentence(ranks) {
  const words = ranks.map(({week, rank, complete}) => {
    const place = rank === null ? "not ranked" : String(rank);
    return `${weekName(week)}: ${place}${complete ? "" : " (still running)"}`;
  });
  return words.length === 0 ? "Never ranked" : `Rank by week. ${words.join(", ")}`;
}
