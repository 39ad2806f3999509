// From one show to its neighbours in the season's ranking, and back to the river.

import {html} from "../lib/dom.js";
import {ordinal} from "./labels.js";

/** Links from `show` to the shows ranked before and after it among `ranked` (best first), and to the front page. */
export function ShowLinks(show, ranked) {
  const at = ranked.findIndex(({anilist_id}) => anilist_id === show.anilist_id);
  const [before, after] = at === -1 ? [] : [ranked[at - 1], ranked[at + 1]];
  return html(
    "nav",
    {class: "show-links", "aria-label": "Other shows"},
    before && Neighbour(before, "prev"),
    html("a", {class: "to-river", href: `../?show=${show.anilist_id}`}, "See it in the river"),
    after && Neighbour(after, "next"),
  );
}

function Neighbour({anilist_id, title, seasonal_rank}, rel) {
  const arrow = html("span", {"aria-hidden": "true"}, rel === "prev" ? "←" : "→");
  const place = html("small", {}, `${ordinal(seasonal_rank)} of the season`);
  return html("a", {href: `./${anilist_id}`, rel, class: rel}, arrow, html("span", {}, place, title));
}
