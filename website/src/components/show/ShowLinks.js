// From a show to its neighbours in the season's ranking.

import {showAddress} from "../lib/address.js";
import {html} from "../lib/dom.js";
import {Poster} from "../lib/Poster.js";

const TILE = {width: 34, height: 48};

/** Links to the shows before and after in `season`, an element of a page's seasons; null without a rank. */
export function ShowLinks(season) {
  if (season === null || (!season.before && !season.after)) return null;
  return html(
    "nav",
    {class: "show-links", "aria-label": `Before and after in ${season.season}`},
    season.before && Neighbour(season.before, "prev"),
    season.after && Neighbour(season.after, "next"),
  );
}

function Neighbour(show, rel) {
  const arrow = html("span", {"aria-hidden": "true"}, rel === "prev" ? "← " : " →");
  const place = `#${show.rank} of the season`;
  return html(
    "a",
    {href: showAddress(show.anilist_id), rel, class: rel},
    Poster({...show, poster: null}, TILE),
    html(
      "span",
      {class: "neighbour"},
      html("small", {}, rel === "prev" ? [arrow, place] : [place, arrow]),
      html("b", {}, show.title),
    ),
  );
}
