// A show in numbers: its total, averages and ranks.

import {isOpen} from "../lib/certainty.js";
import {html} from "../lib/dom.js";
import {formatCount, pluralize} from "../lib/format.js";
import {rankLabel} from "./labels.js";

/** The numbers of `show`, an element of shows.json; `ranks` as `listRanks` gives them, `total` shows have a rank. */
export function ShowStats(show, ranks, total) {
  const rows = [
    ["Total", formatCount(show.downloads), totalNote(show)],
    ["Average per day", formatCount(Math.round(show.daily_average)), null],
    ["Average per week", weeklyAverage(show), "complete weeks only"],
    ["Season rank", rankLabel(show, total) ?? "none", "by downloads in the season's weeks"],
    ["Peak", ...describePeak(ranks)],
    ["Weeks on chart", formatCount(rankedWeeks(ranks).length), openNote(ranks.at(-1), "including")],
  ];
  return html("table", {class: "show-stats"}, html("tbody", {}, rows.map(StatRow)));
}

function StatRow([name, value, note]) {
  const heading = html("th", {scope: "row"}, name, note === null ? null : html("small", {}, note));
  return html("tr", {}, heading, html("td", {}, value));
}

const rankedWeeks = (ranks) => ranks.filter(({rank}) => rank !== null);

/** "1,234 estimated, 500 outside the season's weeks": before its first Monday, or after its last Sunday. */
function totalNote({downloads, downloads_estimated: estimated, season_downloads: ranked}) {
  const notes = [
    estimated > 0 && `${formatCount(estimated)} estimated`,
    downloads > ranked && `${formatCount(downloads - ranked)} outside the season's weeks`,
  ];
  return notes.filter(Boolean).join(", ") || null;
}

const weeklyAverage = ({weekly_average}) =>
  weekly_average === 0 ? "not ranked in a complete week" : formatCount(Math.round(weekly_average));

/** "including this week, which is not over", "including a provisional week"; null for a settled week or none. */
function openNote(week, verb = "") {
  if (!week || !isOpen(week)) return null;
  return `${verb} ${week.complete ? "a provisional week" : "this week, which is not over"}`.trim();
}

/** The best rank and in how many weeks, with a note when only an open week has it. */
function describePeak(ranks) {
  if (rankedWeeks(ranks).length === 0) return ["never ranked", null];
  const peak = Math.min(...rankedWeeks(ranks).map(({rank}) => rank));
  const weeks = rankedWeeks(ranks).filter(({rank}) => rank === peak);
  return [`#${peak} (${pluralize(weeks.length, "week")})`, weeks.every(isOpen) ? openNote(weeks[0]) : null];
}
