// The numbers of the episodes, written into or onto a stack of them, where there is room.

import {svg} from "../lib/dom.js";
import {selectSpaced} from "./axis.js";

const LETTER = 6.5;
const LINE = 11;

/** The labels of a series of `buildSeries` drawn with Plot's `scales`, as a `<g>`; none of them touch. */
export function StackLabels(series, scales) {
  const drawLabels = {daily: labelAreas, cumulative: labelEnds, calendar: labelPeaks}[series.mode];
  return svg("g", {class: "episode-labels"}, drawLabels(series, scales));
}

/** The room that `labelEnds` needs beside the stack, in pixels. */
export const endRoom = ({episodes}) => numberWidth(episodes) + 10;

/** By age: each in its own area, at the left of the day where that is thickest among those wide enough for a number. */
function labelAreas({episodes, days}, {x, y}) {
  const room = numberWidth(episodes) + 6;
  const wide = days.filter(({at}) => x(at + 1) - x(at) >= room);
  return episodes.map((episode, index) => {
    const day = findThickest(wide, index);
    if (day === null || y(0) - y(day.parts[index].height) < LINE) return null;
    const place = {x: x(day.at) + room / 2, y: y(middleOf(day, index))};
    return svg("text", {class: inkClass(index, episodes.length), ...place}, String(episode));
  });
}

/** Running sums: beside the end of each area, from the first one up, as many as have room one above the other. */
function labelEnds({episodes, days}, {x, y}) {
  const ends = episodes.map((episode, index) => ({episode, y: y(middleOf(days.at(-1), index))}));
  return selectSpaced(ends, (end) => end.y, LINE).map((end) =>
    svg("text", {class: "beside", x: x(days.length) + 6, y: end.y}, String(end.episode)),
  );
}

/** By date: over the stack of each episode's best day, as many as have room side by side. */
function labelPeaks({episodes, days}, {x, y}) {
  const place = ({day}) => x(day.at + 0.5);
  const peaks = episodes.map((episode, index) => ({episode, day: findThickest(days, index)}));
  const inOrder = peaks.sort((a, b) => a.day.at - b.day.at);
  return selectSpaced(inOrder, place, numberWidth(episodes) + 6).map((peak) =>
    svg("text", {class: "over", x: place(peak), y: y(peak.day.height) - 5}, String(peak.episode)),
  );
}

const middleOf = ({parts}, index) =>
  parts.slice(0, index).reduce((sum, {height}) => sum + height, parts[index].height / 2);

function findThickest(days, index) {
  const thickness = ({parts}) => parts[index].height;
  return days.reduce((best, day) => (best !== null && thickness(best) >= thickness(day) ? best : day), null);
}

/** The class for black or white on an area; in the middle it depends on light or dark mode, which show.css decides. */
function inkClass(index, length) {
  const part = length === 1 ? 0.5 : index / (length - 1);
  if (part < 0.55) return "on-pale";
  return part < 0.67 ? "on-middle" : "on-deep";
}

const numberWidth = (episodes) => LETTER * Math.max(...episodes.map((episode) => String(episode).length));
