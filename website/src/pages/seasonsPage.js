// All seasons, the newest first, each with its champion and a small river.

import {html} from "../components/lib/dom.js";
import {decodeSeason} from "../components/lib/seasonDocument.js";
import {LargeCard, SmallCard} from "../components/season/SeasonCards.js";

const TOP = 3;

/**
 * What the page is made from: `seasons`, the newest first: `{entry, river, posters}`, the season as `seasons.json` has it,
 * as lib/seasonDocument.js has it, and `[id, poster]` of its first three shows.
 */
export const selectSeasons = (site) => ({
  seasons: site.seasonList.toReversed().map((season) => ({
    entry: pickEntry(season),
    river: site.riverOf(season.slug),
    posters: [...season.model.shows.values()].slice(0, TOP).map(({id, poster}) => [id, poster]),
  })),
});

const pickEntry = ({slug, season, over, settled, downloads}) => ({slug, season, over, settled, downloads});

/** The page `{title, description, slots}`. */
export function seasonsPage({seasons}) {
  const [newest, ...others] = seasons;
  return {
    title: "All seasons: anime by torrent downloads",
    description: "Every season of anime as a river of its weekly downloads, with its champion.",
    slots: {
      current: newest ? Card(LargeCard, newest) : html("p", {class: "soft"}, "There is no season yet."),
      past: others.length > 0 && [
        html("h2", {class: "section"}, "Past seasons"),
        html(
          "ul",
          {class: "season-cards"},
          others.map((season) => html("li", {}, Card(SmallCard, season))),
        ),
      ],
    },
  };
}

const Card = (draw, {entry, river, posters}) => draw(entry, decodeSeason(river), new Map(posters));
