// A week's headline as text: the sentence that the ETL words, and where there is none a plain one from the ranking.

import {isolate} from "../lib/controls.js";

const MAX_TITLES = 3;

/** The headline of a week (of week.js) without a full stop. */
export function describeHeadline(week) {
  return week.headline?.text ?? describeLead(week);
}

/** The shows whose titles stand in the headline, the one that it is about first. */
export const listHeadlineShows = (week) => week.headline?.shows ?? listFirst(week);

/** The id of the show that the headline is about; null when it is about none. */
export const findLead = (week) => listHeadlineShows(week)[0]?.anilist_id ?? null;

/** The rows that share a week's first place: more than one when they have the same number of downloads. */
export const listFirst = ({rows}) => rows.filter(({downloads}) => downloads === rows[0].downloads);

function describeLead(week) {
  const first = listFirst(week);
  if (first.length === 0) return week.complete ? "No show was ranked this week" : "No show is ranked yet this week";
  const who = joinTitles(first);
  if (week.complete) return first.length === 1 ? `${who} is #1` : `${who} are tied at #1`;
  return `${who} ${first.length === 1 ? "leads" : "are tied at #1 in"} ${nameWeek(week)} so far`;
}

/** "the first week of Winter 2026", or "this week". */
function nameWeek({places: [place]}) {
  return place?.number === 1 ? `the first week of ${place.season}` : "this week";
}

/** Titles, the last after an "and"; too many of them only as a number. */
function joinTitles(rows) {
  if (rows.length > MAX_TITLES) return `${rows.length} shows`;
  const titles = rows.map(({title}) => isolate(title));
  return titles.length === 1 ? titles[0] : `${titles.slice(0, -1).join(", ")} and ${titles.at(-1)}`;
}
