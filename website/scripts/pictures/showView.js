// What a show's picture is drawn from: its days, and three numbers.

import {showAddress} from "../../src/components/lib/address.js";
import {toWritable, writableOrNull} from "./fonts.js";
import {describeOrigin} from "./words.js";

const DAY = 86_400_000;
/** Beyond this many days a bar is a week. */
const MAX_DAYS = 420;
const WEEK = 7;

/**
 * The view of `show`, an element of `site.showsById`, or null when nothing was counted of it:
 * `{title, native, colorClass, downloads, downloads_estimated, episodes, airing, rank, hold, seasons, start, bars, step,
 * releases, dataUntil, origin}`.
 *
 * - `episodes`: how many were counted; `rank`: `{rank, peak, weeks, isNow, isOpen}` in the newest complete week, or in its best
 *   one; null when it was never ranked. `hold`: `{first, episode, part}`, the newest finished first 7 days against those of
 *   the first episode, or null. `best`: the most downloads in a complete week, or null.
 * - `bars`: `{downloads, estimated, isRunning}`, one for each `step` days from the date `start` on; `releases`:
 *   `{episode, bar}`, in which of them each episode came.
 * - `dataUntil`: until when there are data; null for a show of which nothing more is known.
 */
export function viewShow(site, show) {
  const {episodes} = site.pages.get(show.anilist_id);
  if (episodes.length === 0) return null;
  const ranked = site.showWeeks.get(show.anilist_id) ?? [];
  const seasons = site.seasonList.filter((season) => season.shows.has(show.anilist_id));
  const isSettled = ranked.every(({settled}) => settled) && seasons.every(({over}) => over);
  const dataUntil = isSettled ? null : site.dataUntil;
  return {
    id: show.anilist_id,
    title: toWritable({title: show.title, romaji: show.title_romaji}),
    native: show.title_native === show.title ? null : writableOrNull(show.title_native),
    colorClass: show.colorClass,
    downloads: show.downloads,
    downloads_estimated: show.downloads_estimated,
    episodes: episodes.length,
    isAiring: dataUntil !== null && show.status === "RELEASING",
    rank: findRank(site, ranked),
    best: Math.max(0, ...ranked.filter(({complete}) => complete).map(({row}) => row.downloads)) || null,
    hold: findHold(site.pages.get(show.anilist_id).first_days.episodes),
    seasons: nameSeasons(seasons),
    ...layOutDays(episodes, dataUntil),
    dataUntil,
    origin: describeOrigin(site, showAddress(show.anilist_id)),
  };
}

/** "Fall 2025", "Summer 2025 – Winter 2026". */
const nameSeasons = (seasons) =>
  [...new Set([seasons[0], seasons.at(-1)])]
    .filter(Boolean)
    .map(({season}) => season)
    .join(" – ");

function findRank(site, ranked) {
  const complete = ranked.filter((week) => week.complete);
  if (complete.length === 0) return null;
  const newest = site.weeks.findLast((week) => week.complete);
  const peak = Math.min(...complete.map(({row}) => row.rank));
  const now = complete.find(({week}) => week === newest.week);
  const atPeak = complete.filter(({row}) => row.rank === peak);
  return {
    rank: now ? now.row.rank : peak,
    peak,
    weeks: atPeak.length,
    isNow: now !== undefined,
    isOpen: now !== undefined && !now.settled,
  };
}

/** The first 7 days of the newest episode that has them, as a part of the first episode's. */
function findHold(episodes) {
  const whole = episodes.filter(({downloads_7: downloads}) => downloads !== null && downloads > 0);
  const [first, last] = [whole[0], whole.at(-1)];
  if (!first || first === last) return null;
  return {first: first.episode, episode: last.episode, part: last.downloads_7 / first.downloads_7};
}

function layOutDays(episodes, dataUntil) {
  const starts = episodes.map(({first_date: date}) => Date.parse(date) / DAY);
  const first = Math.min(...starts);
  const days = Math.max(...episodes.map(({downloads_daily: daily}, i) => starts[i] - first + daily.length));
  const step = days > MAX_DAYS ? WEEK : 1;
  const bars = Array.from({length: Math.ceil(days / step)}, () => ({downloads: 0, estimated: 0}));
  for (const [i, {downloads_daily: daily, downloads_estimated: estimated}] of episodes.entries()) {
    for (const [day, downloads] of daily.entries()) {
      const bar = bars[Math.floor((starts[i] - first + day) / step)];
      bar.downloads += downloads;
      bar.estimated += estimated[day];
    }
  }
  const last = dataUntil === null ? null : Math.floor((Date.parse(dataUntil) / DAY - first) / step);
  return {
    start: new Date(first * DAY).toISOString().slice(0, 10),
    step,
    bars: bars.map((bar, i) => ({...bar, isRunning: i === last})),
    releases: episodes.map(({episode}, i) => ({episode, bar: Math.floor((starts[i] - first) / step)})),
  };
}
