// What a season's picture is drawn from: its finished weeks, and the shows with most downloads in them.

import {seasonAddress} from "../../src/components/lib/address.js";
import {certaintyOf, sumAmounts} from "../../src/components/lib/certainty.js";
import {formatDates} from "./dates.js";
import {toWritable} from "./fonts.js";
import {describeOpen, describeOrigin} from "./words.js";

const SHOWS = 6;
const LANES = 25;

/**
 * The view of `season`, an element of `site.seasonList`: `{name, dates, weeks, status, shows, river, origin}`; null while
 * no week of it is over.
 *
 * - `shows`: the six with most downloads in the weeks that are drawn, so that they are those of the widest ribbons from
 *   the first week on: `{title, colorClass, downloads}`; `river`: the season of lib/season.js that is drawn, the first 25
 *   ranks of its finished weeks.
 * - `status`: "final", "so far", or "so far, provisional, 6% estimated".
 */
export function viewSeason(site, season) {
  const weeks = season.model.weeks.filter((week) => week.complete && week.rankings.length > 0);
  if (weeks.length === 0) return null;
  const river = {...season.model, weeks: weeks.map((week) => ({...week, rankings: week.rankings.slice(0, LANES)}))};
  return {
    name: season.season,
    dates: formatDates(weeks[0].start_date, weeks.at(-1).start_date),
    weeks: weeks.length,
    status: describeStatus(season, weeks),
    shows: listLargest(season.model, weeks),
    river,
    origin: describeOrigin(site, seasonAddress(season.slug)),
  };
}

function describeStatus({over, settled}, weeks) {
  if (over && settled) return "final";
  const open = weeks.filter((week) => certaintyOf(week) === "provisional");
  const share = sumAmounts(open.map(({total}) => total));
  const words = open.length > 0 && describeOpen({complete: true, settled: false, ...share});
  return [over ? null : "so far", words].filter(Boolean).join(", ");
}

function listLargest({shows}, weeks) {
  const sums = new Map();
  for (const {rankings} of weeks) {
    for (const {anilist_id: id, downloads} of rankings) sums.set(id, (sums.get(id) ?? 0) + downloads);
  }
  return [...sums]
    .sort(([a, sum], [b, other]) => other - sum || a - b)
    .slice(0, SHOWS)
    .map(([id, downloads]) => {
      const {title, romaji, colorClass} = shows.get(id);
      return {anilist_id: id, title: toWritable({title, romaji}), colorClass, downloads};
    });
}
