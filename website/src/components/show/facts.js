// What a show's page says in several places, worked out once from its inputs.

import {toDayNumber} from "../lib/days.js";

const TOP = 10;
/** Under so many downloads a percentage is chance. */
export const MIN_COMPARED = 50;

/**
 * The facts of a page's inputs (`selectShow`):
 *
 * - `ranked`: its weeks with a rank; `newest`: the newest complete one of them, else the running one, or null; `before`:
 *   the one just before it where it was ranked, else null; `best`: its complete week with the most downloads, or null.
 * - `debut`, `peak`: ranks, or null; `weeksAtPeak`, `weeksAtFirst`, `weeksInTop10`: of the complete weeks, `complete`
 *   being how many there are (while none is, all of them count).
 * - `season`: the newest season in which it is ranked, or null; `isFinal`: whether its rank there can change no more.
 * - `first`: the first days (`first_days.episodes`) of episode 1, or null; `whole`: those whose first 7 days are over.
 * - `outside`: its downloads on days before the first ranked week, and in weeks without a rank.
 * - `days`: how many days it has downloads of.
 */
export function buildFacts({show, page, weeks, seasons}) {
  const ranked = weeks.filter(({row}) => row !== null);
  const complete = ranked.filter(({complete: isOver}) => isOver);
  const counted = complete.length > 0 ? complete : ranked;
  const ranks = counted.map(({row}) => row.rank);
  const season = seasons.find(({summary}) => summary.seasonal_rank !== null) ?? null;
  const peak = ranks.length === 0 ? null : Math.min(...ranks);
  const count = (isMeant) => ranks.filter(isMeant).length;
  return {
    ranked,
    complete: counted.length,
    ...findWeeks(weeks, counted),
    debut: ranks[0] ?? null,
    peak,
    weeksAtPeak: count((rank) => rank === peak),
    weeksAtFirst: count((rank) => rank === 1),
    weeksInTop10: count((rank) => rank <= TOP),
    season,
    isFinal: season !== null && isRankFinal(season),
    first: page.first_days.episodes.find(({episode}) => episode === 1) ?? null,
    whole: page.first_days.episodes.filter(({downloads_7: downloads}) => downloads !== null),
    outside: show.downloads - ranked.reduce((sum, {row}) => sum + row.downloads, 0),
    days: countDays(page),
  };
}

/** A continuing show goes on after the season's weeks so far, also when nothing of its own is expected any more. */
export const isRankFinal = ({settled, summary}) => settled || (summary.rank_is_final && !summary.continuing);

function findWeeks(weeks, counted) {
  const newest = counted.at(-1) ?? null;
  const before = newest === null ? null : (weeks[weeks.indexOf(newest) - 1] ?? null);
  const best = counted.reduce((top, week) => (top && top.row.downloads >= week.row.downloads ? top : week), null);
  return {newest, before: before?.row ? before : null, best};
}

function countDays({episodes}) {
  const starts = episodes.map(({first_date: date}) => toDayNumber(date));
  const ends = episodes.map(({downloads_daily: daily}, index) => starts[index] + daily.length);
  return Math.max(...ends) - Math.min(...starts);
}

/** How a number changed, as a part of the one before; null where the one before is too small to say. */
export const compare = (now, before) => (before >= MIN_COMPARED ? now / before - 1 : null);

/** The class of a change: green only for growth, red only for a fall by more than two fifths. */
export const changeClass = (change) => (change > 0 ? "up" : change < -0.4 ? "down" : "soft");
