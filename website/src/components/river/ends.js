// The names under the river: the first shows of the newest finished week, each beneath the lane it has there.

import {svg} from "../lib/dom.js";
import {formatCount} from "../lib/format.js";
import {measureText, shortenTitle} from "../lib/text.js";
import {roundPx} from "./axes.js";

const SIZE = 12;
const [NAME_BELOW, NUMBER_BELOW] = [18, 34];
const [MAX_NAME, GAP, SWATCH] = [190, 14, 14];

/** The names under the ribbons of a layout: rank, short title and downloads in the newest finished week. */
export const drawEnds = (season, layout) => placeEnds(season, layout).map((end) => EndName(end, layout.bottom));

/** Where they stand, from left to right: `[{id, colorClass, rank, name, downloads, x, width}]`, the left edges. */
export function placeEnds({currentWeek, shows}, layout) {
  // Not beneath the ribbon's end: in a week that has just begun the ranks are still in disorder.
  const drawn = new Map(layout.ribbons.map((ribbon) => [ribbon.id, ribbon]));
  const first = currentWeek?.rankings.slice(0, layout.names).filter(({anilist_id: id}) => drawn.has(id)) ?? [];
  const room = Math.min(MAX_NAME, layout.width / layout.names - GAP);
  const ends = first.map(({anilist_id: id, rank, downloads}) => {
    const {x, width} = layout.lanes[rank - 1];
    const prefix = `#${rank} `;
    const text = shortenTitle(shows.get(id).title, SIZE, room - SWATCH - measureText(prefix, SIZE));
    return {...drawn.get(id), rank, downloads, name: prefix + text, middle: x + width / 2};
  });
  return spread(ends, layout);
}

/** Beneath the ribbons' middles, but never upon each other and never beyond the edges. */
function spread(ends, {width: right}) {
  const sized = ends
    .map((end) => ({...end, width: SWATCH + measureText(end.name, SIZE)}))
    .sort((a, b) => a.middle - b.middle);
  let from = 0;
  const pushed = sized.map((end) => {
    const x = Math.max(from, end.middle - end.width / 2);
    from = x + end.width + GAP;
    return {...end, x};
  });
  let to = right;
  return pushed
    .reverse()
    .map((end) => {
      const x = Math.min(end.x, to - end.width);
      to = x - GAP;
      return {...end, x};
    })
    .reverse();
}

function EndName({id, colorClass, name, downloads, x}, bottom) {
  const text = x + SWATCH;
  return svg(
    "g",
    {class: colorClass, "data-show": id},
    svg("rect", {x: roundPx(x), y: roundPx(bottom + NAME_BELOW - 9), width: 9, height: 9, rx: 2}),
    svg("text", {class: "river-end-name", x: roundPx(text), y: roundPx(bottom + NAME_BELOW)}, name),
    svg("text", {x: roundPx(text), y: roundPx(bottom + NUMBER_BELOW)}, formatCount(downloads)),
  );
}
