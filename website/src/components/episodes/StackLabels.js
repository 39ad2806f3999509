// The numbers of the episodes, written into or onto a stack of them, where there is room.

import {svg} from "../lib/dom.js";
import {spaced} from "./axis.js";

const LETTER = 6.5;
const LINE = 11;

/** The labels of a series of `episodeSeries` drawn with Plot's `scales`, as a `<g>`; none of them touch. */
export function StackLabels(series, scales) {
  const labels = {daily: inAreas, cumulative: atEnds, calendar: onPeaks}[series.mode];
  return svg("g", {class: "episode-labels"}, labels(series, scales));
}

/** The room that `atEnds` needs beside the stack, in pixels. */
export const endRoom = ({episodes}) => wordWidth(episodes) + 10;

/** By age: each in its own area, at the left of the day where that is thickest among those wide enough for a number. */
function inAreas({episodes, days}, {x, y}) {
  const room = wordWidth(episodes) + 6;
  const wide = days.filter(({at}) => x(at + 1) - x(at) >= room);
  return episodes.map((episode, index) => {
    const day = thickest(wide, index);
    if (day === null || y(0) - y(day.parts[index].height) < LINE) return null;
    const place = {x: x(day.at) + room / 2, y: y(middleOf(day, index))};
    return svg("text", {class: inkOver(index, episodes.length), ...place}, String(episode));
  });
}

/** Running sums: beside the end of each area, from the first one up, as many as have room one above the other. */
function atEnds({episodes, days}, {x, y}) {
  const ends = episodes.map((episode, index) => ({episode, y: y(middleOf(days.at(-1), index))}));
  return spaced(ends, (end) => end.y, LINE).map((end) =>
    svg("text", {class: "beside", x: x(days.length) + 6, y: end.y}, String(end.episode)),
  );
}

/** By date: over the stack of each episode's best day, as many as have room side by side. */
function onPeaks({episodes, days}, {x, y}) {
  const place = ({day}) => x(day.at + 0.5);
  const peaks = episodes.map((episode, index) => ({episode, day: thickest(days, index)}));
  const inOrder = peaks.sort((a, b) => a.day.at - b.day.at);
  return spaced(inOrder, place, wordWidth(episodes) + 6).map((peak) =>
    svg("text", {class: "over", x: place(peak), y: y(peak.day.height) - 5}, String(peak.episode)),
  );
}

const middleOf = ({parts}, index) =>
  parts.slice(0, index).reduce((sum, {height}) => sum + height, parts[index].height / 2);

function thickest(days, index) {
  const thickness = ({parts}) => parts[index].height;
  return days.reduce((best, one) => (best !== null && thickness(best) >= thickness(one) ? best : one), null);
}

/** Whether a number is black or white on an area; in the middle it depends on light or dark, which show.css knows. */
function inkOver(index, many) {
  const part = many === 1 ? 0.5 : index / (many - 1);
  if (part < 0.55) return "on-pale";
  return part < 0.67 ? "on-middle" : "on-deep";
}

const wordWidth = (episodes) => LETTER * Math.max(...episodes.map((episode) => String(episode).length));
