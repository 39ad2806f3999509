// A show in numbers: its averages and ranks, and the total of every episode.

import {html, svg} from "../lib/dom.js";
import {count, day, plural, share, shortDay} from "../lib/format.js";
import {standing} from "./labels.js";

const BAR = {width: 100, height: 8};

/** The show's own numbers as a table; `ranks` as `ranksOf` gives them, `many` shows have a rank in the season. */
export function ShowStats(show, ranks, many) {
  const rows = [
    ["All downloads", count(show.downloads), estimatedWords(show)],
    ["A day, on average", count(Math.round(show.daily_average)), "from its first day to its last"],
    ["A week, on average", weekly(show), "over complete weeks in the ranking"],
    ["Rank of the season", standing(show, many) ?? "none", "by all its downloads"],
    ["Best rank of a week", ...peakOf(ranks)],
    ["Weeks in the ranking", count(ranked(ranks).length), runningWords(ranks)],
  ];
  return html("table", {class: "show-stats"}, html("tbody", {}, rows.map(StatRow)));
}

function StatRow([name, value, note]) {
  const heading = html("th", {scope: "row"}, name, note === null ? null : html("small", {}, note));
  return html("tr", {}, heading, html("td", {}, value));
}

const ranked = (ranks) => ranks.filter(({rank}) => rank !== null);

const estimatedWords = ({downloads_estimated}) =>
  downloads_estimated === 0 ? null : `${count(downloads_estimated)} of them placed on their day by estimate`;

const weekly = ({weekly_average}) => (weekly_average === 0 ? "no complete week" : count(Math.round(weekly_average)));

const runningWords = (ranks) => (ranks.at(-1)?.complete === false ? "with the one that is still running" : null);

/** The best rank, in how many weeks, and whether it is only that of a week that is not over. */
function peakOf(ranks) {
  if (ranked(ranks).length === 0) return ["never ranked", null];
  const peak = Math.min(...ranked(ranks).map(({rank}) => rank));
  const weeks = ranked(ranks).filter(({rank}) => rank === peak);
  const open = weeks.every(({complete}) => !complete);
  return [`${peak}, in ${plural(weeks.length, "week")}`, open ? "which is still running" : null];
}

/** The total of every episode of `show`: the chart's twin for those who read tables. */
export function EpisodeTable({episode_totals, title}) {
  const best = Math.max(...episode_totals.map(({downloads}) => downloads));
  return html(
    "table",
    {class: "episode-table"},
    html("caption", {class: "visually-hidden"}, `Downloads of every episode of ${title}`),
    html("thead", {}, html("tr", {}, ["Episode", "First day", "Downloads", "Estimated"].map(Heading), BarHeading())),
    html(
      "tbody",
      {},
      episode_totals.map((total) => EpisodeRow(total, best)),
    ),
  );
}

const Heading = (name) => html("th", {scope: "col"}, name);

const BarHeading = () => html("th", {scope: "col"}, "Of the best");

function EpisodeRow({episode, first_date, downloads, downloads_estimated}, best) {
  const part = best === 0 ? 0 : downloads / best;
  return html(
    "tr",
    {},
    html("th", {scope: "row"}, String(episode)),
    html("td", {}, html("time", {datetime: first_date, title: day(first_date)}, shortDay(first_date))),
    html("td", {class: "number"}, count(downloads)),
    html("td", {class: "number soft"}, count(downloads_estimated)),
    html("td", {class: "bar"}, Bar(part), html("span", {}, share(part))),
  );
}

function Bar(part) {
  const box = {...BAR, viewBox: `0 0 ${BAR.width} ${BAR.height}`, "aria-hidden": "true"};
  return svg("svg", box, svg("rect", {width: Math.round(part * BAR.width * 10) / 10, height: BAR.height}));
}
