// Films, OVAs and specials by their downloads, which are in no chart.

import {FilmTable} from "../components/films/FilmTable.js";
import {assignColors} from "../components/lib/colors.js";
import {html} from "../components/lib/dom.js";
import {formatWeekDates, pluralize} from "../components/lib/format.js";

/** What the page is made from: the films, the most downloads first, and the weeks between which they are counted. */
export function selectFilms(site) {
  const starts = new Map(site.weeks.map(({week, start_date: start}) => [week, start]));
  const {films, last_week: last, complete} = site.films;
  const colors = assignColors([], films);
  return {
    films: films
      .toSorted((a, b) => b.downloads - a.downloads || a.anilist_id - b.anilist_id)
      .map((film) => pickFilm(film, colors, starts)),
    first: site.weeks[0]?.start_date ?? null,
    last: starts.get(last) ?? null,
    complete,
  };
}

const pickFilm = (film, colors, starts) => ({
  ...film,
  start_date: starts.get(film.first_week) ?? null,
  colorClass: colors.get(film.anilist_id),
});

/** The page `{title, description, slots}`. */
export const filmsPage = ({films, first, last, complete}) => ({
  title: "Films, OVAs and specials",
  description: "Anime films, OVAs and specials by torrent downloads, with their first week and their release groups.",
  slots: {
    window: first && last && describeWindow({count: films.length, first, last, complete}),
    films: films.length > 0 ? FilmTable(films) : html("p", {}, "No film, OVA or special was counted yet."),
  },
});

function describeWindow({count, first, last, complete}) {
  const weeks = `the weeks from ${formatWeekDates(first)} to ${formatWeekDates(last)}`;
  return `${pluralize(count, "title")}, by downloads in ${weeks}${complete ? "" : " (not over)"}.`;
}
