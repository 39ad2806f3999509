// All seasons, the newest first, each with its champion and a small river.

import {seasonAddress} from "../components/lib/address.js";
import {html} from "../components/lib/dom.js";
import {SearchSlot} from "../components/search/SearchSlot.js";

/** What the page is made from. */
export const selectSeasons = (site) => ({
  seasons: site.seasonList.map(({slug, season}) => ({slug, season, river: site.riverOf(slug)})),
  searchAddress: site.viewOf("search"),
});

/** The page `{title, description, slots}`. */
export function seasonsPage({seasons, searchAddress}) {
  return {
    title: "Seasons",
    description: "Every season of anime as a river of its weekly downloads, with its champion.",
    slots: {
      search: SearchSlot(searchAddress),
      current: null,
      past: html(
        "ul",
        {},
        seasons.map(({slug, season}) => html("li", {}, html("a", {href: seasonAddress(slug)}, season))),
      ),
    },
  };
}
