// The view model of a week of all series: the same for its page, the front page and what is copied from them.

const HISTORY = 8;

/**
 * The week `chart` (an element of `site.weeks`, as `weeks/<week>.json` is published) as plain data:
 * `{...chart, rows, season, number, previous, next, corrections}`.
 *
 * - `rows`: each with its `colorClass`, `poster` and `history`, its last 8 weeks, this one included, oldest first:
 *   `{downloads, downloads_estimated}`, or null where it was not ranked.
 * - `season`: `{slug, season, settled}` of the newest season that the week touches, in which it is week `number`.
 * - `previous`, `next`: `{week, start_date, complete}` of the weeks before and after, or null.
 * - `before`: the week before's downloads of all series, or null.
 */
export function selectWeekModel(site, chart) {
  const index = site.weeks.indexOf(chart);
  const [previous, next] = [site.weeks[index - 1], site.weeks[index + 1]];
  const season = site.seasonList.findLast(({slug}) => chart.seasons.includes(slug));
  return {
    ...chart,
    rows: chart.rows.map((row) => joinShow(row, site, index)),
    season: season && {slug: season.slug, season: season.season, settled: season.settled},
    number: season ? season.model.weeks.findIndex(({week}) => week === chart.week) + 1 : null,
    previous: describeNeighbour(previous),
    next: describeNeighbour(next),
    before: previous?.complete ? previous.downloads : null,
    corrections: site.corrections.corrections.filter(({week}) => week === chart.week),
  };
}

const describeNeighbour = (chart) =>
  chart ? {week: chart.week, start_date: chart.start_date, complete: chart.complete} : null;

function joinShow(row, site, index) {
  const {poster, colorClass} = site.showsById.get(row.anilist_id) ?? {poster: null, colorClass: "tone-0"};
  const byWeek = new Map(site.showWeeks.get(row.anilist_id).map((item) => [item.week, item.row]));
  const weeks = site.weeks.slice(Math.max(0, index - HISTORY + 1), index + 1);
  return {...row, poster, colorClass, history: weeks.map(({week}) => pickDownloads(byWeek.get(week)))};
}

const pickDownloads = (row) => (row ? {downloads: row.downloads, downloads_estimated: row.downloads_estimated} : null);
