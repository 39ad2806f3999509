// A show: its downloads by date, its rank by week, its episodes, and why these torrents were counted.

import {html} from "../components/lib/dom.js";
import {pluralize} from "../components/lib/format.js";
import {SearchSlot} from "../components/search/SearchSlot.js";

/**
 * What the page of `show`, an element of `site.showsById`, is made from.
 *
 * - `show`: its element of `shows.json`, and its `colorClass`; `page`: its `shows/<id>.json`.
 * - `weeks`: the weeks in which it is ranked among all series, with those between: `{week, start_date, complete, settled,
 *   row}`, `row` being null where it is not ranked.
 * - `seasons`: the seasons that list it, newest first: `{slug, season, over, settled, shows, summary, groups, before,
 *   after}`; `summary` is its element of the season's `shows.json`, `shows` how many are ranked, `before` and `after` its
 *   neighbours in the ranking (`{anilist_id, title, rank, colorClass}` or null).
 * - `projections`: those of its episodes; `gaps`: the general events while it was counted.
 * - `dataUntil`: until when there are data; null for a show whose weeks are all settled, of which nothing more is known.
 */
export function selectShow(site, show) {
  const id = show.anilist_id;
  const weeks = listWeeks(site, id);
  const seasons = site.seasonList
    .filter((season) => season.shows.has(id))
    .map((season) => selectSeason(season, site, id));
  const isSettled = weeks.every(({settled}) => settled) && seasons.every(({over}) => over);
  return {
    show,
    page: site.pages.get(id),
    weeks,
    seasons: seasons.reverse(),
    projections: site.projections.projections.filter(({anilist_id: other}) => other === id),
    gaps: site.events.events.filter(({at}) => weeks.length > 0 && at >= weeks[0].start_date),
    reasons: site.reasons,
    attribution: site.report.attribution,
    dataUntil: isSettled ? null : site.dataUntil,
    dataAddress: `./data/shows/${id}.json?v=${site.digests.get(`shows/${id}.json`).slice(0, 10)}`,
    searchAddress: site.viewOf("search"),
  };
}

function listWeeks(site, id) {
  const ranked = new Map((site.showWeeks.get(id) ?? []).map((item) => [item.week, item]));
  const first = site.weeks.findIndex(({week}) => ranked.has(week));
  const last = site.weeks.findLastIndex(({week}) => ranked.has(week));
  return site.weeks
    .slice(first, last + 1)
    .map(
      ({week, start_date, complete, settled}) => ranked.get(week) ?? {week, start_date, complete, settled, row: null},
    );
}

function selectSeason({slug, season, over, settled, shows}, site, id) {
  const ranked = [...shows.values()].filter((show) => show.seasonal_rank !== null);
  const inOrder = ranked.sort((a, b) => a.seasonal_rank - b.seasonal_rank);
  const index = inOrder.findIndex((show) => show.anilist_id === id);
  const pick = (show) =>
    show && {
      anilist_id: show.anilist_id,
      title: show.title,
      rank: show.seasonal_rank,
      colorClass: site.colors.get(show.anilist_id),
    };
  return {
    slug,
    season,
    over,
    settled,
    shows: ranked.length,
    summary: shows.get(id),
    groups: site.groups.get(slug).shows.find((show) => show.anilist_id === id) ?? null,
    before: pick(index > 0 ? inOrder[index - 1] : undefined) ?? null,
    after: pick(index >= 0 ? inOrder[index + 1] : undefined) ?? null,
  };
}

/** The page `{title, description, slots}`. */
export function showPage({show, searchAddress}) {
  return {
    title: show.title,
    description: `${show.title}: ${pluralize(show.downloads, "download")}.`,
    slots: {
      search: SearchSlot(searchAddress),
      header: html("h1", {}, show.title),
      numbers: null,
      chart: null,
      events: null,
      projection: null,
      ribbon: null,
      episodes: null,
      stats: null,
      groups: null,
      seasons: null,
      evidence: null,
      notes: null,
      links: null,
    },
  };
}
