// The season in one line, computed from its finished weeks, and the line that says until when there are data.

import {html} from "../lib/dom.js";
import {formatTime, pluralize} from "../lib/format.js";

const MAX_TITLES = 3;

/** Who was #1: "SPY x FAMILY Season 3: #1 in all 16 weeks", with the titles linked to their pages. */
export function Headline(season) {
  return html("span", {class: "headline"}, headlineParts(season));
}

/** "Fall 2025 · data until 20 January 2026 at 11:57 UTC · this week is not over". */
export function SeasonLine({name, dataUntil, weeks}) {
  const isRunning = weeks.some((week) => !week.complete);
  return html(
    "span",
    {class: "season-line"},
    html("b", {}, name),
    ` · data until ${formatTime(dataUntil)}`,
    isRunning && " · this week is not over",
  );
}

/**
 * The shows that were #1 in the largest number of weeks: `{ids, wins, weeks}`, `wins` being that number and `weeks` how
 * many were counted. Only finished weeks with a ranking count.
 */
export function findLeaders({weeks}) {
  const firsts = weeks.filter((week) => week.complete && week.rankings.length > 0).map(({rankings}) => rankings[0]);
  const winsById = new Map();
  for (const {anilist_id: id} of firsts) winsById.set(id, (winsById.get(id) ?? 0) + 1);
  const wins = Math.max(0, ...winsById.values());
  return {ids: [...winsById.keys()].filter((id) => winsById.get(id) === wins), wins, weeks: firsts.length};
}

function headlineParts(season) {
  const {ids, wins, weeks} = findLeaders(season);
  if (weeks === 0) return openingParts(season);
  if (ids.length === 1) return [Title(season, ids[0]), `: #1 in ${spanOf(wins, weeks)}`];
  const leaders =
    ids.length > MAX_TITLES ? pluralize(ids.length, "show") : joinTitles(ids.map((id) => Title(season, id)));
  return [leaders, `: #1 in ${spanOf(wins, weeks)} each`];
}

/** "2 of 3 weeks", "all 16 weeks", "both weeks", "the first week". */
function spanOf(wins, weeks) {
  if (wins < weeks) return `${wins} of ${pluralize(weeks, "week")}`;
  return {1: "the first week", 2: "both weeks"}[weeks] ?? `all ${weeks} weeks`;
}

/** The headline before any week is over. */
function openingParts(season) {
  const {currentWeek: week, name} = season;
  if (week === null) return `No downloads counted yet for ${name}`;
  return [Title(season, week.rankings[0].anilist_id), ` leads ${week.number === 1 ? "the first" : "this"} week so far`];
}

/** Three titles → title, ", ", title, " and ", title. */
function joinTitles(titles) {
  const last = titles.length - 1;
  return titles.flatMap((title, index) => [index === 0 ? null : index === last ? " and " : ", ", title]);
}

/** A show's title, linked when it has a page. */
function Title({shows}, id) {
  const {title, hasPage} = shows.get(id);
  return hasPage ? html("a", {href: `./show/${id}`}, title) : title;
}
