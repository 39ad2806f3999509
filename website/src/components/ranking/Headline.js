// The season in one line, computed from its finished weeks: for the share image.

import {describeCertainty, isOpen, joinSpans, sumAmounts} from "../lib/certainty.js";
import {showAddress} from "../lib/address.js";
import {html} from "../lib/dom.js";
import {pluralize} from "../lib/format.js";

const MAX_TITLES = 3;

/** Who was #1: "SPY x FAMILY Season 3: #1 in all 16 weeks", with the titles linked to their pages. */
export function Headline(season) {
  return html("span", {class: "headline"}, headlineParts(season));
}

/** The rows that share a week's first place: more than one when they have the same number of downloads. */
export const listFirst = ({rankings}) => rankings.filter(({downloads}) => downloads === rankings[0].downloads);

/**
 * The shows that were #1 in the largest number of weeks: `{ids, wins, weeks, ties}`, `wins` being that number, `weeks`
 * how many were counted and `ties` in how many of the leaders' weeks the first place was shared. Only finished weeks with
 * a ranking count.
 */
export function findLeaders({weeks}) {
  const firsts = listCounted(weeks).map((week) => listFirst(week).map(({anilist_id: id}) => id));
  const winsById = new Map();
  for (const id of firsts.flat()) winsById.set(id, (winsById.get(id) ?? 0) + 1);
  const wins = Math.max(0, ...winsById.values());
  const ids = [...winsById.keys()].filter((id) => winsById.get(id) === wins);
  const ties = firsts.filter((first) => first.length > 1 && first.some((id) => ids.includes(id))).length;
  return {ids, wins, weeks: firsts.length, ties};
}

const listCounted = (weeks) => weeks.filter((week) => week.complete && week.rankings.length > 0);

function headlineParts(season) {
  const leaders = findLeaders(season);
  if (leaders.weeks === 0) return openingParts(season);
  return [joinTitles(season, leaders.ids), `: ${describeLead(leaders)}`, ProvisionalNote(season)];
}

/** "#1 in 2 of 3 weeks", "tied at #1 in the first week", "#1 in 2 of 5 weeks each, 1 of them tied". */
function describeLead({ids, wins, weeks, ties}) {
  const span = spanOf(wins, weeks);
  if (ids.length > 1 && ties === wins) return `tied at #1 in ${span}`;
  const each = ids.length > 1 ? " each" : "";
  return `#1 in ${span}${each}${ties === 0 ? "" : `, ${ties === wins ? "tied" : `${ties} of them tied`}`}`;
}

/** "2 of 3 weeks", "all 16 weeks", "both weeks", "the first week". */
function spanOf(wins, weeks) {
  if (wins < weeks) return `${wins} of ${pluralize(weeks, "week")}`;
  return {1: "the first week", 2: "both weeks"}[weeks] ?? `all ${weeks} weeks`;
}

/** " (newest week provisional, 6% estimated)": a tail reaches to the end of the data, so such weeks are the newest. */
function ProvisionalNote({weeks}) {
  const open = listCounted(weeks).filter(isOpen);
  if (open.length === 0) return null;
  const words = describeCertainty(joinSpans(open), sumAmounts(open.map(({total}) => total)));
  const newest = open.length === 1 ? "newest week" : `newest ${open.length} weeks`;
  return html("small", {}, ` (${newest} ${words})`);
}

/** The headline before any week is over. */
function openingParts(season) {
  const {currentWeek: week, weeks, name} = season;
  if (weeks.length === 0) return `The first week of ${name} has not begun`;
  if (week === null) return `No show is ranked yet in ${name}`;
  const ids = listFirst(week).map(({anilist_id: id}) => id);
  const lead = ids.length > 1 ? " are tied at #1 in" : " leads";
  const which = week.number === 1 ? "the first" : "this";
  return [joinTitles(season, ids), `${lead} ${which} week ${describeCertainty(week, week.total)}`];
}

/** Titles, the last after an "and"; too many of them only as a number. */
function joinTitles(season, ids) {
  if (ids.length > MAX_TITLES) return pluralize(ids.length, "show");
  const last = ids.length - 1;
  const separator = (index) => (index === 0 ? null : index === last ? " and " : ", ");
  return ids.flatMap((id, index) => [separator(index), Title(season, id)]);
}

/** A show's title, linked when it has a page. */
function Title({shows}, id) {
  const {title, hasPage} = shows.get(id);
  return hasPage ? html("a", {href: showAddress(id)}, title) : title;
}
