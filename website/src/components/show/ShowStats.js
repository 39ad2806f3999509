// A show in numbers: its total, averages and ranks.

import {html} from "../lib/dom.js";
import {formatCount, pluralize} from "../lib/format.js";
import {rankLabel} from "./labels.js";

/** The numbers of `show`, an element of shows.json; `ranks` as `listRanks` gives them, `total` shows have a rank. */
export function ShowStats(show, ranks, total) {
  const rows = [
    ["Total", formatCount(show.downloads), estimatedNote(show)],
    ["Average per day", formatCount(Math.round(show.daily_average)), null],
    ["Average per week", weeklyAverage(show), "complete weeks only"],
    ["Season rank", rankLabel(show, total) ?? "none", "by total downloads"],
    ["Peak", ...describePeak(ranks)],
    ["Weeks on chart", formatCount(rankedWeeks(ranks).length), unfinishedNote(ranks)],
  ];
  return html("table", {class: "show-stats"}, html("tbody", {}, rows.map(StatRow)));
}

function StatRow([name, value, note]) {
  const heading = html("th", {scope: "row"}, name, note === null ? null : html("small", {}, note));
  return html("tr", {}, heading, html("td", {}, value));
}

const rankedWeeks = (ranks) => ranks.filter(({rank}) => rank !== null);

const estimatedNote = ({downloads_estimated}) =>
  downloads_estimated === 0 ? null : `${formatCount(downloads_estimated)} dated by estimate`;

const weeklyAverage = ({weekly_average}) =>
  weekly_average === 0 ? "no complete week" : formatCount(Math.round(weekly_average));

const unfinishedNote = (ranks) => (ranks.at(-1)?.complete === false ? "including this week, which is not over" : null);

/** The best rank and in how many weeks, with a note when only the unfinished week has it. */
function describePeak(ranks) {
  if (rankedWeeks(ranks).length === 0) return ["never ranked", null];
  const peak = Math.min(...rankedWeeks(ranks).map(({rank}) => rank));
  const weeks = rankedWeeks(ranks).filter(({rank}) => rank === peak);
  const isUnfinished = weeks.every(({complete}) => !complete);
  return [`#${peak} (${pluralize(weeks.length, "week")})`, isUnfinished ? "this week, which is not over" : null];
}
