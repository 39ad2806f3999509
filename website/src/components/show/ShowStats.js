// A show in numbers: averages, how its episodes went, and its share of all.

import {html} from "../lib/dom.js";
import {formatCount, formatPercent, formatShare, formatShortCount} from "../lib/format.js";

/** So many shows make a class whose medians are published. */
const MIN_CLASS = 5;

/** The numbers of a page, from its inputs (`selectShow`) and their facts (`buildFacts`). */
export const ShowStats = (inputs, facts) =>
  html("table", {class: "show-stats"}, html("tbody", {}, listStats(inputs, facts).map(StatRow)));

function StatRow([name, value, note]) {
  const heading = html("th", {scope: "row"}, name, note && [" ", html("small", {}, note)]);
  return html("tr", {}, heading, html("td", {}, value));
}

/** The rows `[name, value, note]`, without those that cannot be said yet. */
export function listStats({show, page}, facts) {
  const {first_days: firstDays} = page;
  const rows = [
    ["Average per day", formatCount(Math.round(show.downloads / facts.days))],
    averageWeek(facts),
    averageEpisode(facts),
    firstDays.late_share !== null && ["Late share", formatPercent(firstDays.late_share), "days 8 to 28"],
    firstDays.hold !== null && ["Ep 2 against ep 1", formatPercent(firstDays.hold)],
    facts.newest && ["Weeks in the top 10", `${facts.weeksInTop10} of ${facts.complete}`],
    shareOfSeason(facts),
    compareWithClass(firstDays),
  ];
  return rows.filter(Boolean);
}

function averageWeek({ranked}) {
  const complete = ranked.filter((week) => week.complete);
  if (complete.length === 0) return null;
  const mean = complete.reduce((sum, {row}) => sum + row.downloads, 0) / complete.length;
  return ["Average per week", formatCount(Math.round(mean)), "whole weeks"];
}

function averageEpisode({whole}) {
  if (whole.length === 0) return null;
  const mean = whole.reduce((sum, {downloads_7: downloads}) => sum + downloads, 0) / whole.length;
  return ["Average episode, first 7 days", formatCount(Math.round(mean))];
}

function shareOfSeason({season}) {
  if (season === null || season.downloads === 0) return null;
  const share = season.summary.season_downloads / season.downloads;
  return ["Share of all downloads", formatShare(share), season.season];
}

/** The newest episode that can be compared with others of shows whose premiere was as large. */
function compareWithClass({premiere_class: size, episodes}) {
  if (size === null) return null;
  const range = `premieres of ${writeRange(size)}`;
  const compared = episodes.findLast(({by_class: times}) => times !== null);
  if (compared) return [`Ep ${compared.episode} against its class`, `× ${compared.by_class.toFixed(1)}`, range];
  const others = size.shows - 1;
  const few = others === 0 ? "none as large" : `only ${others} as large`;
  return size.shows < MIN_CLASS ? ["Against its class", html("span", {class: "soft"}, few), range] : null;
}

/** "1k–2k": the bounds are powers of two. */
const writeRange = ({from_downloads: from, to_downloads: to}) => `${formatShortCount(from)}–${formatShortCount(to)}`;
