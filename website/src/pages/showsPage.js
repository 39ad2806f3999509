// All shows of all seasons, the most downloads first.

import {pluralize} from "../components/lib/format.js";
import {ShowTable} from "../components/shows/ShowTable.js";

/** What the page is made from: of each show what its row says, its seasons newest first. */
export const selectShows = (site) => ({
  shows: [...site.showsById.values()]
    .toSorted((a, b) => b.downloads - a.downloads || a.anilist_id - b.anilist_id)
    .map(pickShow),
});

const pickShow = (show) => ({
  anilist_id: show.anilist_id,
  title: show.title,
  native: show.title_native === show.title ? null : show.title_native,
  colorClass: show.colorClass,
  poster: show.poster,
  seasons: show.seasons.map(({slug, season, rank}) => ({slug, season, rank})).reverse(),
  downloads: show.downloads,
  peak: show.peak_rank,
  weeks: show.weeks_on_chart,
  score: show.score,
});

/** The page `{title, description, slots}`. */
export const showsPage = ({shows}) => ({
  title: "All shows",
  description: "Every anime series of all seasons by torrent downloads, with its seasons, best rank and score.",
  slots: {
    count: `${pluralize(shows.length, "series", "series")}, by all their downloads.`,
    shows: ShowTable(shows),
  },
});
