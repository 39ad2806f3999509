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
 * `season` is the view model of lib/season.js, `reasons` a map from exclusion reasons to their descriptions.
 */
export function showPage({season, reasons}, show) {
  const {dataUntil} = season;
  const total = listRankedShows(season).length;
  const ranks = listRanks(season, show.anilist_id);
  return {
    title: show.title,
    description: describeShow(show, season.name, total),
    slots: {
      header: ShowHeader(show, total),
      chart: ChartBox(dataUntil),
      notes: ShowNotes(show, {dataUntil, reasons}),
      stats: ShowStats(show, ranks, total),
      ranks: ranks.length === 0 ? html("p", {}, "Not ranked in any week.") : RanksByWeek(ranks),
      episodes: EpisodeTable(show),
      links: ShowLinks(season, show.anilist_id),
    },
  };
}

function describeShow({title, downloads, seasonal_rank, rank_is_final, episode_totals, daily_average}, season, total) {
  const qualifier = rank_is_final ? "" : " so far";
  const rank =
    seasonal_rank === null ? "" : `, ${formatOrdinal(seasonal_rank)} of ${pluralize(total, "show")}${qualifier}`;
  const average = pluralize(Math.round(daily_average), "download");
  const episodes = pluralize(episode_totals.length, "episode");
  return `${title}: ${pluralize(downloads, "download")} in ${season}${rank}. ${episodes}, ${average} per day on average.`;
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
