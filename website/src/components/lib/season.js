// The view model of a season: worked out once a page from the published documents, then passed to whatever draws it.

import {sumAmounts} from "./certainty.js";

/**
 * The season of its `rankings.json` and `shows.json` as `{name, dataUntil, weeks, shows, currentWeek}`; `colors` is a map
 * from show ids to classes, as `assignColors` makes it.
 *
 * - `weeks`: as published, oldest first, and each with its `number` in the season (from 1), the `previous` week (or
 *   null), its `entries`, which are its rankings by show id, and its `total`, the sums of their downloads.
 * - `shows`: by id, `{id, title, romaji, poster, rank, colorClass, downloads, continuing, finale, hasPage}`, best rank of
 *   the season first; `downloads` are those in the season's weeks, `finale` is the day (`2025-12-27`) of the last of all
 *   its episodes, or null. Shows that only the rankings name come last, by id; they have no rank and no page.
 * - `currentWeek`: the newest finished week; while none is finished, the running one; null without any ranking.
 */
export function buildSeason(rankings, {shows}, colors = new Map()) {
  const ranked = shows.filter((show) => show.seasonal_rank !== null).sort((a, b) => a.seasonal_rank - b.seasonal_rank);
  return assembleSeason(
    rankings,
    ranked.map((show) => buildShow(show, colors)),
    colors,
  );
}

/** The same of `ranked`: shows as the season has them, best rank first. */
export function assembleSeason(rankings, ranked, colors) {
  const weeks = buildWeeks(rankings.weeks);
  return {
    name: rankings.season,
    dataUntil: rankings.data_until,
    weeks,
    shows: addUnlisted(new Map(ranked.map((show) => [show.id, show])), weeks, colors),
    currentWeek: findCurrentWeek(weeks),
  };
}

/** The season up to a week (`2025-W46`), as it was when that week was the newest. */
export function cutSeason(season, week) {
  const weeks = season.weeks.slice(0, season.weeks.findIndex((candidate) => candidate.week === week) + 1);
  return {...season, weeks, currentWeek: findCurrentWeek(weeks)};
}

/** The shows that have a rank in the season, best first. */
export const listRankedShows = ({shows}) => [...shows.values()].filter(({rank}) => rank !== null);

function buildWeeks(weeks) {
  let previous = null;
  return weeks.map((week, index) => {
    const entries = new Map(week.rankings.map((entry) => [entry.anilist_id, entry]));
    previous = {...week, number: index + 1, previous, entries, total: sumAmounts(week.rankings)};
    return previous;
  });
}

function addUnlisted(shows, weeks, colors) {
  const others = weeks.flatMap(({rankings}) => rankings).filter(({anilist_id: id}) => !shows.has(id));
  for (const entry of others.sort((a, b) => a.anilist_id - b.anilist_id)) {
    if (!shows.has(entry.anilist_id)) shows.set(entry.anilist_id, buildUnlistedShow(entry, colors));
  }
  return shows;
}

const buildShow = (show, colors) => ({
  id: show.anilist_id,
  title: show.title,
  romaji: show.title_romaji,
  poster: show.poster,
  rank: show.seasonal_rank,
  colorClass: chooseClass(colors, show.anilist_id),
  downloads: show.season_downloads,
  continuing: show.continuing ?? false,
  finale: findFinale(show),
  hasPage: true,
});

/** The day of the last of the episodes that AniList announces, once it is out. */
const findFinale = ({episodes = null, episode_totals: totals = []}) =>
  (episodes !== null && totals.find(({episode}) => episode === episodes)?.first_date) || null;

const buildUnlistedShow = ({anilist_id: id, title, title_romaji: romaji}, colors) => ({
  id,
  title,
  romaji,
  poster: null,
  rank: null,
  colorClass: chooseClass(colors, id),
  downloads: 0,
  continuing: true,
  finale: null,
  hasPage: false,
});

const chooseClass = (colors, id) => colors.get(id) ?? "tone-0";

function findCurrentWeek(weeks) {
  const ranked = weeks.filter((week) => week.rankings.length > 0);
  return ranked.findLast((week) => week.complete) ?? ranked.at(-1) ?? null;
}
