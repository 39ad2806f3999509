// The season as the front page knows it: its weeks, and its shows by id, each with a tone of its own.

const HUES = 10;
const QUIET = 15;

/**
 * The season of `rankings.json` and `shows.json`:
 * `{name, dataUntil, weeks, shows}`, where `weeks` is as published and `shows` maps an id to
 * `{id, title, romaji, poster, color, rank, tone, downloads}`, best rank of the whole season first.
 */
export function season(rankings, {shows}) {
  const ranked = shows.filter((show) => show.seasonal_rank !== null).sort((a, b) => a.seasonal_rank - b.seasonal_rank);
  return {
    name: rankings.season,
    dataUntil: rankings.data_until,
    weeks: rankings.weeks,
    shows: new Map(ranked.map((show) => [show.anilist_id, facts(show)])),
  };
}

function facts(show) {
  return {
    id: show.anilist_id,
    title: show.title,
    romaji: show.title_romaji,
    poster: show.poster,
    color: show.color,
    rank: show.seasonal_rank,
    tone: tone(show.seasonal_rank),
    downloads: show.downloads,
  };
}

/** The class that colours a show by its rank in the season: ten hues, then a quiet one, then grey. */
export function tone(rank) {
  if (rank === null || rank > QUIET) return "tone-grey";
  return rank > HUES ? "tone-quiet" : `tone-${rank}`;
}

/** The newest week that is over; while none is, the week that is running; null without any ranking. */
export function currentWeek({weeks}) {
  const ranked = weeks.filter((week) => week.rankings.length > 0);
  return ranked.findLast((week) => week.complete) ?? ranked.at(-1) ?? null;
}
