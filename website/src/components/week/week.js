// The view model of a week of all series: the same for its page, the front page and what is copied from them.

import {describeHeadline} from "./headlineText.js";

/** How many weeks a show's bars go back; a list draws the last half of them. */
export const HISTORY = 16;
const CHART_RANKS = 15;
/** A show that falls out of the ranking is worth a word when it stood among these. */
const WATCHED_RANKS = 25;

/**
 * The week `chart` (an element of `site.weeks`, as `weeks/<week>.json` is published) as plain data: `{...chart}` and
 *
 * - `rows`: each with its `colorClass`, `poster`, `change` (of its downloads since the week before, null when the two
 *   cannot be compared), `isBestWeek` (more downloads than in any complete week before) and `history`, its last 16 weeks,
 *   this one included, oldest first: `{downloads, downloads_estimated}`, or null where it was not ranked.
 * - `isComparable`: whether this week and the one before are over; else no row has moved or changed.
 * - `gone`: of the first 25 of the week before, those that are not ranked any more: `{anilist_id, title, rank}`.
 * - `places`: `{slug, season, number}`, the week's number in each season that it touches, the newest season first.
 * - `previous`, `next`: `{week, start_date, complete}` of the weeks before and after, or null.
 * - `before`: the week before's downloads of all series, null when it cannot be compared.
 * - `corrections`: what has changed in it since it was first published.
 * - `dataUntil`: until when there are data; null for a settled week, of which nothing more is known.
 */
export function selectWeekModel(site, chart) {
  const index = site.weeks.indexOf(chart);
  const [previous, next] = [site.weeks[index - 1], site.weeks[index + 1]];
  const isComparable = chart.complete && previous?.complete === true;
  return {
    ...chart,
    rows: chart.rows.map((row) => joinShow(row, site, {index, isComparable})),
    isComparable,
    gone: isComparable ? listGone(previous, chart) : [],
    places: listPlaces(site, chart),
    previous: describeNeighbour(previous),
    next: describeNeighbour(next),
    before: isComparable ? previous.downloads : null,
    corrections: site.corrections.corrections.filter(({week}) => week === chart.week),
    dataUntil: chart.settled ? null : site.dataUntil,
    synthetic: site.synthetic,
  };
}

/** The week as a list of all weeks has it: its dates, its news, its first show and its downloads. */
export function summarizeWeek(site, chart) {
  const {week, start_date, complete, settled, downloads, downloads_estimated, rows} = chart;
  const places = listPlaces(site, chart);
  const [first] = rows;
  return {
    week,
    start_date,
    complete,
    settled,
    downloads,
    downloads_estimated,
    places,
    headline: describeHeadline({...chart, places}),
    shows: chart.headline?.shows ?? rows.slice(0, 1),
    first: first && {anilist_id: first.anilist_id, title: first.title, colorClass: colorOf(site, first.anilist_id)},
  };
}

/**
 * The ranks of a week and of those before it, 16 in all, of all shows that stood among the first 15 in one of them:
 * `{weeks, totals, shows}`, `weeks` being their `start_date`s, `totals` the downloads of all series in each, and `shows`
 * `{anilist_id, title, colorClass, ranks}`, a rank for each week, null beyond the fifteenth.
 */
export function selectRanks(site, chart) {
  const index = site.weeks.indexOf(chart);
  const weeks = site.weeks.slice(Math.max(0, index - HISTORY + 1), index + 1);
  const tops = weeks.map(({rows}) => new Map(rows.slice(0, CHART_RANKS).map((row) => [row.anilist_id, row])));
  const titles = new Map(tops.flatMap((top) => [...top.values()]).map(({anilist_id: id, title}) => [id, title]));
  return {
    weeks: weeks.map(({start_date: start}) => start),
    totals: weeks.map(pickDownloads),
    shows: [...titles].map(([id, title]) => ({
      anilist_id: id,
      title,
      colorClass: colorOf(site, id),
      ranks: tops.map((top) => top.get(id)?.rank ?? null),
    })),
  };
}

function listPlaces({seasonList}, {week, seasons}) {
  const touched = seasonList.filter(({slug}) => seasons.includes(slug)).reverse();
  return touched.map(({slug, season, model}) => ({
    slug,
    season,
    number: model.weeks.findIndex((candidate) => candidate.week === week) + 1,
  }));
}

const describeNeighbour = (chart) =>
  chart ? {week: chart.week, start_date: chart.start_date, complete: chart.complete} : null;

function listGone(previous, {rows}) {
  const ranked = new Set(rows.map(({anilist_id: id}) => id));
  return previous.rows
    .slice(0, WATCHED_RANKS)
    .filter(({anilist_id: id}) => !ranked.has(id))
    .map(({anilist_id, title, rank}) => ({anilist_id, title, rank}));
}

function joinShow(row, site, {index, isComparable}) {
  const {anilist_id: id, downloads, previous_downloads: before} = row;
  const byWeek = new Map(site.showWeeks.get(id).map((item) => [item.week, item]));
  const weeks = site.weeks.slice(Math.max(0, index - HISTORY + 1), index + 1);
  return {
    ...row,
    poster: site.showsById.get(id)?.poster ?? null,
    colorClass: colorOf(site, id),
    change: isComparable && before !== null ? downloads - before : null,
    isBestWeek: site.weeks[index].complete && isBest(row, site.showWeeks.get(id), site.weeks[index]),
    history: weeks.map(({week}) => byWeek.get(week)?.row ?? null).map((item) => item && pickDownloads(item)),
  };
}

/** A first week is not the best of any. */
function isBest({downloads}, showWeeks, {start_date: start}) {
  const earlier = showWeeks.filter((item) => item.complete && item.start_date < start);
  return earlier.length > 0 && earlier.every(({row}) => row.downloads < downloads);
}

const colorOf = (site, id) => site.showsById.get(id)?.colorClass ?? "tone-0";

const pickDownloads = ({downloads, downloads_estimated}) => ({downloads, downloads_estimated});
