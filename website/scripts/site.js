// What all pages draw from: the published documents, and what is worked out of them once for all pages.

import {listReasons} from "../src/components/about/schema.js";
import {listTables} from "./csv.js";
import {assignColors} from "../src/components/lib/colors.js";
import {listPictures} from "./pictures/list.js";
import {viewAddress} from "./views.js";
import {encodeCompare} from "../src/components/compare/compareDocument.js";
import {encodeShows} from "../src/components/search/searchDocument.js";
import {buildSeason, cutSeason} from "../src/components/lib/season.js";
import {encodeSeason} from "../src/components/lib/seasonDocument.js";

/**
 * The site of the documents that `readData` gives, which it holds too, and:
 *
 * - `seasonList`: the seasons, oldest first: `{...SeasonEntry, model, shows}`, `model` as lib/season.js gives it and
 *   `shows` a Map from ids to the elements of the season's `shows.json`.
 * - `season`: the current one; `week`: the newest complete week (else the running one, else null) of all series.
 * - `showsById`: the elements of `shows.json`, each with its `colorClass`; `showWeeks`: a Map from ids to the weeks in
 *   which the show is ranked among all series, oldest first: `{week, start_date, complete, settled, row}`.
 * - `views`: the documents that pages fetch, a Map from names to them: `2025-W46` is the river up to a week, of the
 *   newest season that the week touches, `fall-2025` that of a whole season, `compare` what the compare page needs of
 *   all shows; `riverAt(week)` and
 *   `riverOf(slug)` give them, or null, and `viewOf(name)` the address of any of them.
 * - `tables`: the tables that are given away as CSV, as csv.js has them.
 *   `searchDocument`: all shows, for the search.
 * - `pictures`: those of weeks, seasons and shows, as pictures/list.js gives them: a Map by the page that they are of;
 *   `pictureAddress(page)` is the address of one, or null.
 * - `reasons`: a Map from exclusion reasons to their descriptions; `siteUrl`; `synthetic`.
 */
export function buildSite(data, {siteUrl = null} = {}) {
  const colors = assignColors(
    data.seasons.seasons.map(({slug}) => listRanked(data.seasonShows.get(slug))),
    data.shows.shows,
  );
  const seasonList = data.seasons.seasons.map((entry) => joinSeason(entry, data, colors));
  const site = {
    ...data,
    ...joinViews(data, seasonList, colors),
    searchDocument: encodeShows(data.shows.shows, colors),
    siteUrl,
    synthetic: data.report.synthetic,
    dataUntil: data.manifest.data_until,
    colors,
    seasonList,
    season: seasonList.find(({slug}) => slug === data.seasons.current),
    week: findNewest(data.weeks),
    showsById: new Map(
      data.shows.shows.map((show) => [show.anilist_id, {...show, colorClass: colors.get(show.anilist_id)}]),
    ),
    showWeeks: listShowWeeks(data.weeks),
    tables: listTables(data),
    reasons: listReasons(data.schema),
  };
  return {...site, ...joinPictures(site)};
}

function joinPictures(site) {
  const pictures = listPictures(site);
  return {pictures, pictureAddress: (page) => (pictures.has(page) ? `./${pictures.get(page).name}` : null)};
}

const listRanked = ({shows}) =>
  shows
    .filter((show) => show.seasonal_rank !== null)
    .sort((a, b) => a.seasonal_rank - b.seasonal_rank)
    .map((show) => show.anilist_id);

function joinSeason(entry, {rankings, seasonShows}, colors) {
  const published = seasonShows.get(entry.slug);
  return {
    ...entry,
    model: buildSeason(rankings.get(entry.slug), published, colors),
    shows: new Map(published.shows.map((show) => [show.anilist_id, show])),
  };
}

function joinViews(data, seasonList, colors) {
  const rivers = data.weeks.map((week) => [week.week, encodeRiver(week, seasonList)]).filter(([, river]) => river);
  const seasons = seasonList.map(({slug, model}) => [slug, encodeSeason(model)]);
  const views = new Map([...rivers, ...seasons, ["compare", encodeCompare(data, colors)]]);
  const addresses = new Map([...views].map(([name, view]) => [name, viewAddress(name, view)]));
  return {
    views,
    riverAt: (week) => views.get(week) ?? null,
    riverOf: (slug) => views.get(slug),
    viewOf: (name) => addresses.get(name) ?? null,
  };
}

function encodeRiver({week, seasons}, seasonList) {
  const season = seasonList.findLast(({slug}) => seasons.includes(slug));
  return season ? encodeSeason(cutSeason(season.model, week)) : null;
}

/** The week that the front page is about. */
function findNewest(weeks) {
  const ranked = weeks.filter(({rows}) => rows.length > 0);
  return ranked.findLast(({complete}) => complete) ?? ranked.at(-1) ?? null;
}

function listShowWeeks(weeks) {
  const byShow = new Map();
  for (const {week, start_date, complete, settled, rows} of weeks) {
    for (const row of rows) {
      if (!byShow.has(row.anilist_id)) byShow.set(row.anilist_id, []);
      byShow.get(row.anilist_id).push({week, start_date, complete, settled, row});
    }
  }
  return byShow;
}
