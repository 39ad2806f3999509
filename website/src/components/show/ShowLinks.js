// From a show to its neighbours in the season's ranking, and back to the river.

import {html} from "../lib/dom.js";
import {listRankedShows} from "../lib/season.js";
import {formatOrdinal} from "./labels.js";

/** Links from the show `id` to the shows ranked before and after it in the season, and to the front page. */
export function ShowLinks(season, id) {
  const ranked = listRankedShows(season);
  const index = ranked.findIndex((show) => show.id === id);
  const [before, after] = index === -1 ? [] : [ranked[index - 1], ranked[index + 1]];
  return html(
    "nav",
    {class: "show-links", "aria-label": "Other shows"},
    before && Neighbour(before, "prev"),
    html("a", {class: "to-river", href: `../?show=${id}`}, "Show in river"),
    after && Neighbour(after, "next"),
  );
}

function Neighbour({id, title, rank}, rel) {
  const arrow = html("span", {"aria-hidden": "true"}, rel === "prev" ? "←" : "→");
  const place = html("small", {}, `${formatOrdinal(rank)} of the season`);
  return html("a", {href: `./${id}`, rel, class: rel}, arrow, html("span", {}, place, title));
}
