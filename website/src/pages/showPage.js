// A show: its downloads by date, its rank by week, its episodes, and why these torrents were counted.

import {isolate} from "../components/lib/controls.js";
import {TakeAway} from "../components/share/TakeAway.js";
import {EpisodesSection} from "../components/episodes/EpisodesSection.js";
import {EventTable} from "../components/episodes/EventTable.js";
import {Projection} from "../components/episodes/Projection.js";
import {buildSeries} from "../components/episodes/series.js";
import {toDayNumber} from "../components/lib/days.js";
import {formatCount, formatPercent, pluralize} from "../components/lib/format.js";
import {EpisodeTable} from "../components/show/EpisodeTable.js";
import {Evidence} from "../components/show/Evidence.js";
import {buildFacts} from "../components/show/facts.js";
import {RankSection} from "../components/show/RankSection.js";
import {SeasonTable} from "../components/show/SeasonTable.js";
import {ShowGroups} from "../components/show/ShowGroups.js";
import {ShowHeader} from "../components/show/ShowHeader.js";
import {ShowLinks} from "../components/show/ShowLinks.js";
import {ShowNotes} from "../components/show/ShowNotes.js";
import {listNumbers, NumberStrip} from "../components/show/ShowNumbers.js";
import {ShowStats} from "../components/show/ShowStats.js";

/** What is drawn of a show; AniList's popularity changes every day. */
const SHOW_FIELDS = [
  ...[
    "anilist_id",
    "colorClass",
    "title",
    "title_romaji",
    "title_native",
    "format",
    "status",
    "episodes",
    "start_date",
  ],
  ...["last_day", "next_airing", "poster", "url", "downloads", "downloads_estimated"],
];
const SUMMARY_FIELDS = ["seasonal_rank", "rank_is_final", "continuing", "season_downloads", "excluded"];

/**
 * What the page of `show`, an element of `site.showsById`, is made from.
 *
 * - `show`: SHOW_FIELDS of its element of `shows.json`, and its `colorClass`; `page`: its `shows/<id>.json`.
 * - `weeks`: the weeks in which it is ranked among all series, with those between: `{week, start_date, complete, settled,
 *   row}`, `row` being null where it is not ranked.
 * - `seasons`: the seasons that list it, newest first, none for one that came before its season: `{slug, season, settled,
 *   downloads, shows, summary, before, after}`;
 *   `summary` are SUMMARY_FIELDS of its element of the season's `shows.json`, `shows` how many are ranked, `downloads` those of all of them,
 *   `before` and `after` its neighbours in the ranking (`{anilist_id, title, rank, colorClass}` or null).
 * - `premiere`: the place of its episode 1 among the first episodes of the season in which it began, by their first 7
 *   days: `{rank, season}`, or null.
 * - `projections`: those of its episodes; `gaps`: the general events while it was counted.
 * - `dataUntil`: until when there are data; null for a show whose weeks are all settled, of which nothing more is known.
 */
export function selectShow(site, show) {
  const id = show.anilist_id;
  const weeks = listWeeks(site, id);
  const seasons = site.seasonList
    .filter((season) => season.shows.has(id))
    .map((season) => selectSeason(season, site, id));
  const page = site.pages.get(id);
  // An early premiere's season has no chart yet.
  const isSettled = seasons.length > 0 && [...weeks, ...seasons].every(({settled}) => settled);
  return {
    show: pick(show, SHOW_FIELDS),
    page,
    weeks,
    seasons: seasons.reverse(),
    projections: site.projections.projections.filter(({anilist_id: other}) => other === id),
    premiere: rankPremiere(site, id),
    gaps: listGaps(site, page),
    reasons: site.reasons,
    attribution: site.report.attribution,
    dataUntil: isSettled ? null : site.dataUntil,
    picture: site.pictureAddress(`show/${id}`),
    dataAddress: `./data/shows/${id}.json?v=${site.digests.get(`shows/${id}.json`).slice(0, 10)}`,
  };
}

const pick = (record, fields) => Object.fromEntries(fields.map((field) => [field, record[field]]));

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

/** The general events between the show's first day and its last. */
function listGaps({events}, {episodes}) {
  const starts = episodes.map(({first_date: date}) => toDayNumber(date));
  const ends = episodes.map(({downloads_daily: daily}, index) => starts[index] + daily.length);
  const [from, to] = [Math.min(...starts), Math.max(...ends)];
  return events.events.filter(({at, until}) => toDayNumber(until ?? at) >= from && toDayNumber(at) < to);
}

function rankPremiere({seasonList, pages}, id) {
  const season = seasonList.find(({shows}) => shows.get(id)?.continuing === false);
  const own = findPremiere(pages, id);
  if (!season || own === null) return null;
  const others = [...season.shows.values()].filter((show) => !show.continuing);
  const better = others.filter((show) => findPremiere(pages, show.anilist_id) > own);
  return {rank: better.length + 1, season: season.season};
}

const findPremiere = (pages, id) =>
  pages.get(id)?.first_days.episodes.find(({episode}) => episode === 1)?.downloads_7 ?? null;

function selectSeason({slug, season, settled, downloads, shows}, site, id) {
  const ranked = [...shows.values()].filter((show) => show.seasonal_rank !== null);
  const inOrder = ranked.sort((a, b) => a.seasonal_rank - b.seasonal_rank);
  const index = inOrder.findIndex((show) => show.anilist_id === id);
  const pickNeighbour = (show) =>
    show && {
      anilist_id: show.anilist_id,
      title: show.title,
      rank: show.seasonal_rank,
      colorClass: site.colors.get(show.anilist_id),
    };
  return {
    slug,
    season,
    settled,
    downloads,
    shows: ranked.length,
    summary: pick(shows.get(id), SUMMARY_FIELDS),
    before: pickNeighbour(index > 0 ? inOrder[index - 1] : undefined) ?? null,
    after: pickNeighbour(index >= 0 ? inOrder[index + 1] : undefined) ?? null,
  };
}

/** The page `{title, description, slots}`. */
export function showPage(inputs) {
  const {show, page, seasons, projections, gaps, dataUntil} = inputs;
  const facts = buildFacts(inputs);
  const series = buildSeries(page, {projections, gaps, dataUntil});
  const [total, ...others] = listNumbers(inputs, facts);
  return {
    title: `${isolate(show.title)} downloads by episode`,
    description: describeShow(inputs, facts),
    slots: {
      header: ShowHeader(inputs, facts),
      numbers: NumberStrip([total, ...others], "first-numbers"),
      chart: EpisodesSection(inputs, series),
      projection: Projection(projections),
      events: EventTable(series.events),
      ribbon: RankSection(inputs, facts, series),
      "more-numbers": NumberStrip(others, "more-numbers"),
      episodes: [
        EpisodeTable(inputs, facts),
        TakeAway({name: `episodes-${inputs.show.anilist_id}`, title: inputs.show.title, table: "episode-table"}),
      ],
      stats: ShowStats(inputs, facts),
      groups: ShowGroups(page.groups, show.colorClass),
      seasons: SeasonTable(seasons),
      evidence: Evidence(inputs),
      notes: ShowNotes(inputs, facts),
      links: ShowLinks(facts.season),
    },
  };
}

/** The key numbers in a sentence or two. */
function describeShow({show}, {season, isFinal, first, whole}) {
  const rank =
    season && `#${season.summary.seasonal_rank} of ${season.shows} in ${season.season}${isFinal ? "" : " so far"}`;
  const start = [`${isolate(show.title)}: ${pluralize(show.downloads, "download")}`, rank].filter(Boolean).join(", ");
  const newest = whole.at(-1);
  if (!newest) return `${start}.`;
  const hold =
    first?.downloads_7 && newest !== first ? ` (${formatPercent(newest.downloads_7 / first.downloads_7)})` : "";
  const premiere = first?.downloads_7 && newest !== first ? `episode 1 had ${formatCount(first.downloads_7)}, ` : "";
  return `${start}. In the first 7 days ${premiere}episode ${newest.episode} ${premiere ? "" : "had "}${formatCount(newest.downloads_7)}${hold}.`;
}
