// The names of ribbons that are too thin to carry them: below the river, of a week's first ten or of the season's.

import {showAddress} from "../lib/address.js";
import {isolate} from "../lib/controls.js";
import {html} from "../lib/dom.js";
import {listRankedShows} from "../lib/season.js";
import {placeEnds} from "./ends.js";

const FIRST_SHOWS = 10;

/**
 * The list of those of the first ten of a `week` (of the season's; null for the season's own first ten) that have no name
 * in one of the layouts, `{narrow, wide}`, with their colours; null when all have one in both.
 */
export function RiverKey(season, week, layouts) {
  const named = Object.entries(layouts).map(([name, layout]) => [name, listNamed(season, layout)]);
  const items = listFirst(season, week).flatMap(([id, rank]) => {
    const missing = named.filter(([, ids]) => !ids.has(id)).map(([name]) => name);
    return missing.length > 0 ? [KeyItem(season.shows.get(id), rank, missing)] : [];
  });
  if (items.length === 0) return null;
  return html(
    "ul",
    {class: "river-key", "aria-label": `Other shows of the ${week ? "week" : "season"}'s top 10`},
    items,
  );
}

function listFirst(season, week) {
  const ranks = week
    ? week.rankings.map(({anilist_id: id, rank}) => [id, rank])
    : listRankedShows(season).map(({id, rank}) => [id, rank]);
  return ranks.slice(0, FIRST_SHOWS);
}

function listNamed(season, layout) {
  const labelled = layout.ribbons.filter(({label}) => label).map(({id}) => id);
  return new Set([...labelled, ...placeEnds(season, layout).map(({id}) => id)]);
}

const KeyItem = ({id, title, colorClass}, rank, missing) =>
  html(
    "li",
    {class: missing.length === 1 ? `only-${missing[0]}` : null},
    html("span", {class: `swatch ${colorClass}`}),
    html("a", {href: showAddress(id), title}, `#${rank} ${isolate(title)}`),
  );
