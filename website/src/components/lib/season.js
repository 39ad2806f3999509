// The view model of a season: worked out once a page from the published documents, then passed to whatever draws it.

import {sumAmounts} from "./certainty.js";

const HUES = 10;
const QUIET = 15;

/**
 * The season of its `rankings.json` and `shows.json` as `{name, dataUntil, weeks, shows, currentWeek}`.
 *
 * - `weeks`: as published, oldest first, and each with its `number` in the season (from 1), the `previous` week (or
 *   null), its `entries`, which are its rankings by show id, and its `total`, the sums of their downloads.
 * - `shows`: by id, `{id, title, romaji, poster, color, rank, colorClass, downloads, hasPage}`, best rank of the season
 *   first; `downloads` are those in the season's weeks. Shows that only the rankings name come last, by id; they have no
 *   rank and no page.
 * - `currentWeek`: the newest finished week; while none is finished, the running one; null without any ranking.
 */
export function buildSeason(rankings, {shows}) {
  const weeks = buildWeeks(rankings.weeks);
  return {
    name: rankings.season,
    dataUntil: rankings.data_until,
    weeks,
    shows: buildShows(shows, weeks),
    currentWeek: findCurrentWeek(weeks),
  };
}

/** The shows of one season of `shows.json`, which lists those of all seasons, in the form of the season's own `shows.json`. */
export function selectSeasonShows({shows}, season) {
  return {
    shows: shows.flatMap((show) => {
      const place = show.seasons.find((item) => item.season === season);
      return place ? [{...show, seasonal_rank: place.rank, season_downloads: place.downloads}] : [];
    }),
  };
}

/** The shows that have a rank in the season, best first. */
export const listRankedShows = ({shows}) => [...shows.values()].filter(({rank}) => rank !== null);

/** The CSS class that colours a show by its rank in the season: ten hues, then a quiet one, then grey. */
export function chooseColorClass(rank) {
  if (rank === null || rank > QUIET) return "color-grey";
  return rank > HUES ? "color-quiet" : `color-${rank}`;
}

function buildWeeks(weeks) {
  let previous = null;
  return weeks.map((week, index) => {
    const entries = new Map(week.rankings.map((entry) => [entry.anilist_id, entry]));
    previous = {...week, number: index + 1, previous, entries, total: sumAmounts(week.rankings)};
    return previous;
  });
}

function buildShows(published, weeks) {
  const ranked = published
    .filter((show) => show.seasonal_rank !== null)
    .sort((a, b) => a.seasonal_rank - b.seasonal_rank);
  const shows = new Map(ranked.map((show) => [show.anilist_id, buildShow(show)]));
  const others = weeks.flatMap(({rankings}) => rankings).filter(({anilist_id: id}) => !shows.has(id));
  for (const entry of others.sort((a, b) => a.anilist_id - b.anilist_id)) {
    if (!shows.has(entry.anilist_id)) shows.set(entry.anilist_id, buildUnlistedShow(entry));
  }
  return shows;
}

const buildShow = (show) => ({
  id: show.anilist_id,
  title: show.title,
  romaji: show.title_romaji,
  poster: show.poster,
  color: show.color,
  rank: show.seasonal_rank,
  colorClass: chooseColorClass(show.seasonal_rank),
  downloads: show.season_downloads,
  hasPage: true,
});

const buildUnlistedShow = ({anilist_id: id, title, title_romaji: romaji}) => ({
  id,
  title,
  romaji,
  poster: null,
  color: null,
  rank: null,
  colorClass: chooseColorClass(null),
  downloads: 0,
  hasPage: false,
});

function findCurrentWeek(weeks) {
  const ranked = weeks.filter((week) => week.rankings.length > 0);
  return ranked.findLast((week) => week.complete) ?? ranked.at(-1) ?? null;
}
