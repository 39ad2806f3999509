// The head of a season's page: the way to its neighbours, what the season came to in a sentence, and in five numbers.

import {SEASONS, seasonAddress, showAddress} from "../lib/address.js";
import {html} from "../lib/dom.js";
import {formatCount, pluralize} from "../lib/format.js";
import {bindNumber} from "../lib/text.js";
import {countFinishedWeeks, countWeeksAtFirst, formatSpan, listReigns} from "./season.js";

/** Links to the season before, to all seasons and to the season after. */
export const SeasonSteps = ({previous, next}) =>
  html(
    "nav",
    {class: "season-steps", "aria-label": "Seasons"},
    previous && html("a", {href: seasonAddress(previous.slug), rel: "prev"}, `← ${previous.season}`),
    html("a", {href: SEASONS}, "All seasons"),
    next && html("a", {href: seasonAddress(next.slug), rel: "next"}, `${next.season} →`),
  );

/** What the season came to: `{id, title, text}`, the sentence being the title and the text; null without a show. */
export function describeSeason(entry, season, shows) {
  const [leader] = shows;
  if (!leader || entry.downloads === 0) return null;
  const share = Math.round((100 * leader.downloads) / entry.downloads);
  const verb = entry.over ? "is #1 of the season" : "leads the season so far";
  const text = ` ${verb} with ${share}% of all downloads, ${describeLed(leader.weeksAtFirst, countFinishedWeeks(season))}.`;
  return {id: leader.id, title: leader.title, text};
}

function describeLed(led, weeks) {
  if (led === 0) return "without a week at #1";
  if (led === weeks) return weeks === 1 ? "and was #1 in its one week" : `and was #1 in all ${weeks} weeks`;
  return `and was #1 in ${led} of ${weeks} weeks`;
}

/** The sentence with a link. */
export const SeasonLede = (sentence) =>
  sentence === null
    ? "No show has been ranked yet."
    : [html("a", {href: showAddress(sentence.id)}, sentence.title), sentence.text];

/** Five numbers: downloads, shows, leader, different #1s, and whether the season can still change. */
export function SeasonNumbers(entry, season, shows) {
  return html("dl", {class: "season-numbers"}, [
    Downloads(entry, season),
    Shows(shows),
    shows.length > 0 && Leader(entry, shows),
    Firsts(season),
    Status(entry),
  ]);
}

const Figure = (name, value, note) =>
  html("div", {}, html("dt", {}, name), html("dd", {class: "figure"}, value), html("dd", {class: "soft"}, note));

function Downloads({downloads}, {weeks}) {
  const name = `Downloads, ${pluralize(weeks.length, "week")}`;
  if (weeks.length === 0) return Figure(name, "0", "");
  return Figure(name, formatCount(downloads), formatSpan(weeks));
}

function Shows(shows) {
  const continuing = shows.filter((show) => show.continuing).length;
  return Figure("Shows", formatCount(shows.length), `${formatCount(continuing)} continuing from before`);
}

function Leader({over}, [first, second]) {
  const ratio =
    second && second.downloads > 0 ? ` · ${(first.downloads / second.downloads).toFixed(1)} × the next` : "";
  const link = html("a", {href: showAddress(first.id)}, bindNumber(first.title));
  return Figure(over ? "Champion" : "Leader so far", link, `${formatCount(first.downloads)}${ratio}`);
}

function Firsts(season) {
  const reigns = listReigns(season);
  const longest = Math.max(0, ...reigns.map(({weeks}) => weeks));
  const note = reigns.length > 0 ? `longest: ${pluralize(longest, "week")} in a row` : "no week is over yet";
  return Figure("Different #1s", formatCount(countWeeksAtFirst(season).size), note);
}

function Status({over, settled}) {
  if (settled) return Figure("Status", "Final", "no number can change any more");
  if (over) return Figure("Status", "Over", "final when every torrent is counted again");
  return Figure("Status", "Running", "final some weeks after the last finales");
}
