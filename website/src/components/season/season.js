// The view model of a season's page: its weeks and shows, and what is counted of them.

import {formatDay} from "../lib/format.js";
import {listRankedShows} from "../lib/season.js";

const DAY_LENGTH = 86_400_000;

/**
 * What a season's page knows of its shows beyond its river, as plain data: an element each, best rank first,
 * `{id, poster, score, firstDays}`; `firstDays` are the first two episodes, where they came out in the season's weeks:
 * `{episode, date, downloads, downloads_estimated}` of 7 days each.
 *
 * `season` is an element of `site.seasonList`.
 */
export function selectShowFacts(site, {model, shows}) {
  const start = model.weeks[0]?.start_date;
  return listRankedShows(model).map(({id}) => {
    const {poster, score, episode_totals: totals} = shows.get(id);
    const dates = new Map(totals.map(({episode, first_date: date}) => [episode, date]));
    const firstDays = (site.pages.get(id)?.first_days.episodes ?? [])
      .filter(({episode, downloads_7: downloads}) => [1, 2].includes(episode) && downloads !== null)
      .map(({episode, downloads_7: downloads, estimated_7: estimated}) => ({
        episode,
        date: dates.get(episode),
        downloads,
        downloads_estimated: estimated,
      }));
    return {id, poster, score, firstDays: firstDays.filter(({date}) => date >= start)};
  });
}

/**
 * The shows of a season (of lib/season.js) with their weeks, best rank first: `{...show, ...facts, weeks, best, peak,
 * weeksAtFirst}`. `weeks` are the season's, each `{downloads, complete}` or null where it is not ranked; `best` is its week
 * of most downloads, `{week, start_date, downloads}`, `peak` its best rank and `weeksAtFirst` the finished weeks at #1.
 */
export function joinShows(season, facts) {
  const factsById = new Map(facts.map((item) => [item.id, item]));
  return listRankedShows(season).map((show) => {
    const entries = season.weeks.map((week) => ({week, entry: week.entries.get(show.id)}));
    const present = entries.filter(({entry}) => entry);
    const best = present.reduce((a, b) => (a === null || b.entry.downloads > a.entry.downloads ? b : a), null);
    return {
      ...show,
      ...factsById.get(show.id),
      weeks: entries.map(({week, entry}) => (entry ? {downloads: entry.downloads, complete: week.complete} : null)),
      best: best && {week: best.week.week, start_date: best.week.start_date, downloads: best.entry.downloads},
      peak: Math.min(...present.map(({entry}) => entry.rank)),
      weeksAtFirst: present.filter(({week, entry}) => week.complete && entry.rank === 1).length,
    };
  });
}

/** The shows at #1 of a season's finished weeks in a row: `[{id, weeks}]`, the oldest first. */
export function listReigns({weeks}) {
  const reigns = [];
  for (const {rankings} of weeks.filter(({complete, rankings: rows}) => complete && rows.length > 0)) {
    const id = rankings[0].anilist_id;
    if (reigns.at(-1)?.id === id) reigns.at(-1).weeks += 1;
    else reigns.push({id, weeks: 1});
  }
  return reigns;
}

/** How many finished weeks each show was #1: a Map from ids, the longest first. */
export function countWeeksAtFirst(season) {
  const counts = new Map();
  for (const {id, weeks} of listReigns(season)) counts.set(id, (counts.get(id) ?? 0) + weeks);
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}

/** How many weeks of a season are over. */
export const countFinishedWeeks = ({weeks}) => weeks.filter(({complete}) => complete).length;

/** From the first day of a season's weeks to the last: "29 September 2025 – 1 February 2026". */
export function formatSpan(weeks) {
  const end = Date.parse(weeks.at(-1).start_date) + 6 * DAY_LENGTH;
  return `${formatDay(weeks[0].start_date)} – ${formatDay(end)}`;
}
