// The records of one season, from its own weeks and the first days of its episodes.

import {isolate} from "../lib/controls.js";
import {cutTitle} from "../lib/text.js";
import {formatCount, formatShortDay, formatShortWeekDates} from "../lib/format.js";

/** A number of which a larger part is estimated sets no record. */
const MAX_ESTIMATED = 0.2;
/** Episode 1 needs these in its first 7 days for episode 2 to be compared with it: of a few, any part is by chance. */
const MIN_HOLD_DOWNLOADS = 100;
/** Below these ranks a few downloads are many ranks. */
const NOTABLE_RANKS = 25;
const TOP = 10;

/**
 * The records of a season (of lib/season.js), of finished weeks only: `[{kind, label, value, id, holder, week, when}]`.
 *
 * `shows` are as `joinShows` gives them. `value` is written as it is shown; `id` is the show that has the record, or null,
 * and `holder` its title or what is said in its place; `week` (`2025-W46`) is where it was set, or null.
 */
export function findSeasonRecords(season, shows) {
  const weeks = season.weeks.filter(({complete}) => complete);
  return [
    findBestWeek(weeks),
    findBestPremiere(shows),
    findBestHold(shows),
    findLatestPeak(weeks),
    findMostWeeksSecond(weeks),
    findClosestFirst(weeks, season.shows),
    findBiggestClimb(weeks),
    findBiggestWeek(weeks),
  ]
    .filter(Boolean)
    .map((record) => ({holder: season.shows.get(record.id)?.title, week: null, ...record}));
}

const isSure = ({downloads, downloads_estimated: estimated}) => downloads > 0 && estimated <= MAX_ESTIMATED * downloads;

/** The first of the items with the largest score; null of none. */
const findLargest = (items, score) =>
  items.reduce((best, item) => (best === null || score(item) > score(best) ? item : best), null);

/** All rows of all weeks that can set a record: `{week, row}`. */
const listRows = (weeks) => weeks.flatMap((week) => week.rankings.filter(isSure).map((row) => ({week, row})));

const atWeek = (week) => ({week: week.week, when: formatShortWeekDates(week.start_date)});

function findBestWeek(weeks) {
  const best = findLargest(listRows(weeks), ({row}) => row.downloads);
  if (best === null) return null;
  const {week, row} = best;
  return {
    kind: "best-week",
    label: "Best week",
    value: formatCount(row.downloads),
    id: row.anilist_id,
    ...atWeek(week),
  };
}

const pickEpisode = ({firstDays}, number) => firstDays.find(({episode}) => episode === number);

function findBestPremiere(shows) {
  const premieres = shows
    .map((show) => ({show, first: pickEpisode(show, 1)}))
    .filter(({first}) => first && isSure(first));
  const best = findLargest(premieres, ({first}) => first.downloads);
  if (best === null) return null;
  const value = formatCount(best.first.downloads);
  const when = `ep 1, from ${formatShortDay(best.first.date)}`;
  return {kind: "best-premiere", label: "Best premiere, 7 days", value, id: best.show.id, when};
}

function findBestHold(shows) {
  const pairs = shows
    .map((show) => ({show, first: pickEpisode(show, 1), second: pickEpisode(show, 2)}))
    .filter(({first, second}) => first && second && isSure(first) && isSure(second))
    .filter(({first}) => first.downloads >= MIN_HOLD_DOWNLOADS);
  const best = findLargest(pairs, ({first, second}) => second.downloads / first.downloads);
  if (best === null) return null;
  const value = `${Math.round((100 * best.second.downloads) / best.first.downloads)}%`;
  const when = `from ${formatShortDay(best.second.date)}`;
  return {kind: "best-hold", label: "Best hold, ep 2 of ep 1", value, id: best.show.id, when};
}

/** A show's best rank in the latest of its weeks on the chart; of two, the better rank. */
function findLatestPeak(weeks) {
  const peaks = listRows(weeks).filter(({row}) => row.rank === row.peak_rank && isFirstTime(weeks, row));
  const notable = peaks.filter(({row}) => row.rank <= NOTABLE_RANKS && row.weeks_on_chart > 1);
  const best = findLargest(notable, ({row}) => row.weeks_on_chart - row.rank / 1000);
  if (best === null) return null;
  const {week, row} = best;
  const value = `week ${row.weeks_on_chart}`;
  const label = `Latest peak: #${row.rank}`;
  return {kind: "latest-peak", label, value, id: row.anilist_id, ...atWeek(week)};
}

const isFirstTime = (weeks, row) => {
  const ranks = weeks.map(({entries}) => entries.get(row.anilist_id)).filter(Boolean);
  return ranks.find(({rank}) => rank === row.rank).weeks_on_chart === row.weeks_on_chart;
};

function findMostWeeksSecond(weeks) {
  const firsts = new Set(weeks.map(({rankings}) => rankings[0]?.anilist_id));
  const counts = new Map();
  for (const {rankings} of weeks) {
    const id = rankings[1]?.anilist_id;
    if (id !== undefined && !firsts.has(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const best = findLargest([...counts], ([, count]) => count);
  if (best === null) return null;
  return {
    kind: "weeks-second",
    label: "Most weeks at #2 without #1",
    value: formatCount(best[1]),
    id: best[0],
    when: "",
  };
}

function findClosestFirst(weeks, shows) {
  const races = weeks
    .map((week) => ({week, first: week.rankings[0], second: week.rankings[1]}))
    .filter(({first, second}) => first && second && isSure(first) && isSure(second));
  const lead = ({first, second}) => (first.downloads - second.downloads) / first.downloads;
  const best = findLargest(races, (race) => -lead(race));
  if (best === null) return null;
  const names = [best.first, best.second].map(({anilist_id: id}) => isolate(cutTitle(shows.get(id).title)));
  return {
    kind: "closest-first",
    label: "Closest #1",
    value: `${(100 * lead(best)).toFixed(1)}%`,
    id: best.first.anilist_id,
    holder: `${names[0]} ahead of ${names[1]}`,
    ...atWeek(best.week),
  };
}

function findBiggestClimb(weeks) {
  const climbs = listRows(weeks).filter(({row}) => row.rank <= TOP && row.previous_rank > TOP);
  const best = findLargest(climbs, ({row}) => row.previous_rank - row.rank);
  if (best === null) return null;
  const {week, row} = best;
  const value = `#${row.previous_rank} → #${row.rank}`;
  return {kind: "biggest-climb", label: "Biggest climb into the top 10", value, id: row.anilist_id, ...atWeek(week)};
}

function findBiggestWeek(weeks) {
  const best = findLargest(
    weeks.filter(({total}) => isSure(total)),
    ({total}) => total.downloads,
  );
  if (best === null) return null;
  return {
    kind: "biggest-week",
    label: "Biggest week of all shows",
    value: formatCount(best.total.downloads),
    id: null,
    holder: `${formatCount(best.rankings.length)} shows`,
    ...atWeek(best),
  };
}
