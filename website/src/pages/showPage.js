// What a show's page holds before any script runs.

import {EpisodeTable} from "../components/episodes/EpisodeTable.js";
import {html} from "../components/lib/dom.js";
import {pluralize} from "../components/lib/format.js";
import {listRankedShows} from "../components/lib/season.js";
import {formatOrdinal} from "../components/show/labels.js";
import {listRanks, RanksByWeek} from "../components/show/RanksByWeek.js";
import {ShowHeader} from "../components/show/ShowHeader.js";
import {ShowLinks} from "../components/show/ShowLinks.js";
import {ShowNotes} from "../components/show/ShowNotes.js";
import {ShowStats} from "../components/show/ShowStats.js";

/**
 * The page of `show`, an element of shows.json: `{title, description, slots}`, a slot being nodes.
 *
 * `season` is the view model of lib/season.js, `reasons` a map from exclusion reasons to their descriptions,
 * `report` the run's report.json.
 */
export function showPage({season, reasons, report: {attribution}}, show) {
  const total = listRankedShows(season).length;
  const ranks = listRanks(season, show.anilist_id);
  return {
    title: show.title,
    description: describeShow(show, season.name, total),
    slots: {
      header: ShowHeader(show, {season: season.name, total}),
      chart: ChartBox(season.dataUntil),
      notes: ShowNotes(show, {season, reasons, attribution}),
      stats: ShowStats(show, ranks, total),
      ranks: ranks.length === 0 ? html("p", {}, "Not ranked in any week.") : RanksByWeek(ranks),
      episodes: EpisodeTable(show),
      links: ShowLinks(season, show.anilist_id),
    },
  };
}

function describeShow(show, season, total) {
  const average = pluralize(Math.round(show.daily_average), "download");
  const episodes = pluralize(show.episode_totals.length, "episode");
  return `${show.title}: ${describeStanding(show, season, total)}. ${episodes}, ${average} per day on average.`;
}

function describeStanding({downloads, season_downloads, seasonal_rank, rank_is_final}, season, total) {
  if (seasonal_rank === null) return pluralize(downloads, "download");
  const place = `${formatOrdinal(seasonal_rank)} of ${pluralize(total, "show")}${rank_is_final ? "" : " so far"}`;
  return `${pluralize(season_downloads, "download")} in ${season}, ${place}`;
}

/** The box that the script fills; `data-until` is what the script needs beside the show's page file. */
function ChartBox(dataUntil) {
  const link = html("a", {href: "#episodes"}, "the table of episodes");
  return html(
    "div",
    {class: "episodes", "data-until": dataUntil},
    html("p", {}, "The chart needs JavaScript; ", link, " has the totals."),
  );
}
