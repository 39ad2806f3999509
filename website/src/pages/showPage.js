// What a show's page holds before any script runs.

import {html} from "../components/lib/dom.js";
import {plural} from "../components/lib/format.js";
import {RanksByWeek, ranksOf} from "../components/show/RanksByWeek.js";
import {ShowHeader} from "../components/show/ShowHeader.js";
import {ShowLinks} from "../components/show/ShowLinks.js";
import {ShowNotes} from "../components/show/ShowNotes.js";
import {EpisodeTable, ShowStats} from "../components/show/ShowStats.js";
import {byRank, ordinal} from "../components/show/labels.js";

/** The page of `show`, an element of shows.json: `{title, description, slots}`, a slot being nodes. */
export function showPage({rankings, shows}, show) {
  const ranked = byRank(shows);
  const ranks = ranksOf(rankings, show.anilist_id);
  return {
    title: show.title,
    description: description(show, shows.season, ranked.length),
    slots: {
      header: ShowHeader(show, ranked.length),
      chart: ChartBox(shows.data_until),
      notes: ShowNotes(show, shows.data_until),
      stats: ShowStats(show, ranks, ranked.length),
      ranks: Ranks(ranks),
      episodes: EpisodeTable(show),
      links: ShowLinks(show, ranked),
    },
  };
}

function description({title, downloads, seasonal_rank, rank_is_final, episode_totals, daily_average}, season, many) {
  const so = rank_is_final ? "" : " so far";
  const rank = seasonal_rank === null ? "" : `, ${ordinal(seasonal_rank)} of ${plural(many, "show")}${so}`;
  const average = plural(Math.round(daily_average), "download");
  const counted = plural(episode_totals.length, "episode");
  return `${title}: ${plural(downloads, "download")} in ${season}${rank}. ${counted} counted, ${average} a day on average.`;
}

/** The box that the script fills; it says what the script needs beside the show's page file. */
function ChartBox(dataUntil) {
  const link = html("a", {href: "#episodes"}, "the table of episodes");
  return html(
    "div",
    {class: "episodes", "data-until": dataUntil},
    html("p", {}, "A script draws the chart here; ", link, " has the totals without it."),
  );
}

function Ranks(ranks) {
  return ranks.length === 0 ? html("p", {}, "Not ranked in any week.") : RanksByWeek(ranks);
}
