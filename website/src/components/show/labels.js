// AniList's constants and a show's news, in words.

import {pluralize} from "../lib/format.js";

const STATUS = {
  FINISHED: "finished",
  RELEASING: "airing",
  NOT_YET_RELEASED: "not out yet",
  CANCELLED: "cancelled",
  HIATUS: "on a break",
};

const FORMAT = {
  TV: "TV",
  TV_SHORT: "TV short",
  ONA: "web series",
  MOVIE: "film",
  OVA: "OVA",
  SPECIAL: "special",
  MUSIC: "music video",
};

/** A change of rank by so many is news. */
const BIG_MOVE = 3;

/** AniList's status → "finished"; null for a value that is not listed here. */
export const statusLabel = (status) => STATUS[status] ?? null;

/** AniList's format → "TV"; null for a value that is not listed here. */
export const formatLabel = (format) => FORMAT[format] ?? null;

/** The news of a show, from its facts (`buildFacts`): "#1 in all 16 weeks", "Up from #15 to #2"; null without a rank. */
export function describeNews(facts) {
  const {newest, complete, weeksAtFirst, isFinal} = facts;
  if (newest === null) return null;
  if (!newest.complete) return `#${newest.row.rank} in its first week so far`;
  if (complete === 1) return `#${newest.row.rank} in its first week`;
  if (weeksAtFirst > 0) return `#1 in ${countOf(weeksAtFirst, complete)}`;
  return (isFinal ? null : describeMove(facts)) ?? describePeak(facts);
}

/** "all 16 weeks", "13 of 17 weeks". */
const countOf = (weeks, complete) => (weeks === complete ? `all ${complete} weeks` : `${weeks} of ${complete} weeks`);

/** A climb to the best rank so far, or a large change in the newest week; null without either. */
function describeMove({newest, before, debut, peak}) {
  const {rank} = newest.row;
  if (rank === peak && debut - rank >= BIG_MOVE) return `Up from #${debut} to #${rank}`;
  const moved = before === null ? 0 : before.row.rank - rank;
  if (Math.abs(moved) < BIG_MOVE) return null;
  return `${moved > 0 ? "Up" : "Down"} from #${before.row.rank} to #${rank} in a week`;
}

function describePeak({newest, peak, complete, weeksAtPeak, weeksInTop10, isFinal}) {
  const {rank} = newest.row;
  if (weeksInTop10 > 0) return `In the top 10 in ${countOf(weeksInTop10, complete)}, at best #${peak}`;
  if (weeksAtPeak === complete) return `#${peak} in all ${complete} weeks`;
  if (isFinal) return `At best #${peak}, in ${complete} weeks`;
  return rank === peak ? `At its best rank, #${peak}` : `#${rank}, at best #${peak}`;
}

/** "1 week at #1", "11 weeks in the top 10"; null when it never was there. */
export function describeTopWeeks({weeksAtFirst, weeksInTop10}) {
  if (weeksAtFirst > 0) return `${pluralize(weeksAtFirst, "week")} at #1`;
  return weeksInTop10 > 0 ? `${pluralize(weeksInTop10, "week")} in the top 10` : null;
}
