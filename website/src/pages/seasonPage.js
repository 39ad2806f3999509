// A season: its river, its ranking, its records, and AniList's scores against downloads.

import {resolveAddress} from "../components/lib/dom.js";
import {seasonAddress} from "../components/lib/address.js";
import {decodeSeason} from "../components/lib/seasonDocument.js";
import {RiverBox} from "../components/river/River.js";
import {SearchSlot} from "../components/search/SearchSlot.js";

/** What the page of `season`, an element of `site.seasonList`, is made from. */
export function selectSeason(site, season) {
  const index = site.seasonList.indexOf(season);
  const [previous, next] = [site.seasonList[index - 1], site.seasonList[index + 1]];
  const {slug, season: name, over, settled, downloads} = season;
  return {
    entry: {slug, season: name, over, settled, downloads},
    river: site.riverOf(slug),
    riverAddress: site.viewOf(slug),
    previous: previous && {slug: previous.slug, season: previous.season},
    next: next && {slug: next.slug, season: next.season},
    searchAddress: site.viewOf("search"),
  };
}

/** The page `{title, description, previous, next, slots}`. */
export function seasonPage({entry, river, riverAddress, previous, next, searchAddress}) {
  const address = (neighbour) => neighbour && resolveAddress(seasonAddress(neighbour.slug));
  return {
    title: `${entry.season} anime downloads`,
    description: `The ranking of ${entry.season}'s anime by torrent downloads, week by week.`,
    previous: address(previous),
    next: address(next),
    slots: {
      search: SearchSlot(searchAddress),
      steps: null,
      title: entry.season,
      lede: null,
      numbers: null,
      "river-tools": null,
      river: RiverBox(decodeSeason(river), {src: riverAddress}),
      "ranking-title": entry.settled ? "Final ranking" : "Ranking so far",
      ranking: null,
      records: null,
      scores: null,
    },
  };
}
