// What a show's embed and badge are drawn from: its place in the newest complete week, and its weeks.

import {showAddress} from "../../src/components/lib/address.js";
import {formatWeekDates} from "../../src/components/lib/format.js";
import {toWritable} from "../pictures/fonts.js";
import {describeOrigin} from "../pictures/words.js";

/**
 * The view of `show`, an element of `site.showsById`: `{id, title, colorClass, downloads, peak, week, dates, row, weeks,
 * origin}`: `week` is the newest complete one of the site, or null, `dates` are its days, and `row` is the show’s in it,
 * or null; `weeks` are the complete weeks from its first in the ranking to its last, `{start_date, downloads,
 * downloads_estimated}`.
 */
export function viewShowWeeks(site, show) {
  const ranked = (site.showWeeks.get(show.anilist_id) ?? []).filter(({complete}) => complete);
  const byWeek = new Map(ranked.map((item) => [item.week, item.row]));
  const week = site.weeks.findLast(({complete}) => complete) ?? null;
  const row = byWeek.get(week?.week) ?? null;
  return {
    id: show.anilist_id,
    title: toWritable({title: show.title, romaji: show.title_romaji}),
    colorClass: show.colorClass,
    downloads: show.downloads,
    peak: ranked.length === 0 ? null : Math.min(...ranked.map((item) => item.row.rank)),
    week: row && {complete: true, settled: week.settled, ...pickDownloads(row)},
    dates: week === null ? "" : formatWeekDates(week.start_date),
    row,
    weeks: listWeeks(site.weeks, ranked, byWeek),
    origin: describeOrigin(site, showAddress(show.anilist_id)),
  };
}

function listWeeks(weeks, ranked, byWeek) {
  const [first, last] = [ranked[0]?.week, ranked.at(-1)?.week].map((name) =>
    weeks.findIndex(({week}) => week === name),
  );
  return (first < 0 ? [] : weeks.slice(first, last + 1)).map(({week, start_date: start}) => ({
    start_date: start,
    ...pickDownloads(byWeek.get(week) ?? {downloads: 0, downloads_estimated: 0}),
  }));
}

const pickDownloads = ({downloads, downloads_estimated}) => ({downloads, downloads_estimated});
