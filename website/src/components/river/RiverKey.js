// The names of ribbons that are too thin to carry them: below the river, of the week's first ten.

import {showAddress} from "../lib/address.js";
import {html} from "../lib/dom.js";
import {placeEnds} from "./ends.js";

const FIRST_SHOWS = 10;

/**
 * The list of the first shows of a `week` (of the season) that have no name in one of the layouts, `{narrow, wide}`, with
 * their colours; null when all have one in both.
 */
export function RiverKey(season, week, layouts) {
  const named = Object.entries(layouts).map(([name, layout]) => [name, listNamed(season, layout)]);
  const items = (week?.rankings ?? []).slice(0, FIRST_SHOWS).flatMap(({anilist_id: id, rank}) => {
    const missing = named.filter(([, ids]) => !ids.has(id)).map(([name]) => name);
    return missing.length > 0 ? [KeyItem(season.shows.get(id), rank, missing)] : [];
  });
  return items.length > 0
    ? html("ul", {class: "river-key", "aria-label": "Other shows of the week's top 10"}, items)
    : null;
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
    html("a", {href: showAddress(id), title}, `#${rank} ${title}`),
  );
