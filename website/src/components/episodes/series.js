// A show's page file as what its charts draw: every episode's days by its age, and the show's days by date.

import {toDayNumber, toMonday, WEEK} from "../lib/days.js";
import {listEvents} from "./events.js";

/** The weeks of an episode's age that a stack tells apart: its first, second, third, fourth, and all later ones. */
export const AGE_WEEKS = 5;

/**
 * The series of `page` (`shows/<id>.json`): `{episodes, days, origin, from, to, dataUntil, events, medians}`.
 *
 * - `episodes`, in order: `{episode, firstDay, daily, estimated, sums, full, first7, projection}`; `firstDay` is a day
 *   number, `sums` the downloads up to each day's end, `full` how many of its days are over, `first7` the downloads of
 *   its first 7 days (null until these are over), `projection` its element of `projections` as `{...projection, rest}`,
 *   or null. `rest` are the days to come, and the running one: `{day, downloads}`, as projected, spread as the
 *   show's downloads usually fall, or evenly while nothing is known of that.
 * - `days`, from the show's first (`origin`) to its last: `{at, day, downloads, estimated, sum, layers, isRunning}`; `at`
 *   is its place in the list, `sum` all downloads up to its end, and `layers[k]` those of episodes in the first `k + 1`
 *   weeks of their age, so that the last one is all of them.
 * - `from` and `to`: the Mondays between which it is drawn; `dataUntil`: when the data end, null when nothing more is
 *   expected; `events` as `listEvents` gives them, with the general ones, `gaps`; `medians`: those of the show's class.
 */
export function buildSeries(page, {projections = [], gaps = [], dataUntil = null} = {}) {
  const today = dataUntil === null ? Infinity : toDayNumber(dataUntil);
  const tracks = page.episodes.map((episode, index) => buildTrack(episode, page.first_days.episodes[index], today));
  const shares = findShares(tracks);
  const episodes = tracks.map((track) => ({...track, projection: joinProjection(track, projections, shares)}));
  const origin = Math.min(...tracks.map(({firstDay}) => firstDay));
  const days = buildDays(tracks, {origin, today});
  const young = episodes.filter(({projection}) => projection !== null);
  const end = Math.max(origin + days.length, ...young.map(({firstDay}) => firstDay + WEEK));
  return {
    episodes,
    days,
    origin,
    from: toMonday(origin),
    to: toMonday(end - 1) + WEEK,
    dataUntil,
    events: listEvents(page, gaps).filter(({at}) => dataUntil === null || at <= dataUntil),
    medians: page.first_days.premiere_class?.medians ?? [],
  };
}

function buildTrack({episode, first_date, downloads_daily: daily, downloads_estimated: estimated}, firstDays, today) {
  const firstDay = toDayNumber(first_date);
  let sum = 0;
  const sums = daily.map((downloads) => (sum += downloads));
  const full = Math.max(0, Math.min(daily.length, today - firstDay));
  return {episode, firstDay, daily, estimated, sums, full, first7: firstDays?.downloads_7 ?? null};
}

function buildDays(tracks, {origin, today}) {
  const length = Math.max(...tracks.map(({firstDay, daily}) => firstDay + daily.length)) - origin;
  const days = Array.from({length}, (_, at) => ({
    at,
    day: origin + at,
    estimated: 0,
    layers: Array(AGE_WEEKS).fill(0),
    isRunning: origin + at >= today,
  }));
  for (const track of tracks) addTrack(days, track, origin);
  let sum = 0;
  for (const day of days) {
    for (let k = 1; k < AGE_WEEKS; k++) day.layers[k] += day.layers[k - 1];
    day.downloads = day.layers.at(-1);
    day.sum = sum += day.downloads;
  }
  return days;
}

function addTrack(days, {firstDay, daily, estimated}, origin) {
  for (let age = 0; age < daily.length; age++) {
    const day = days[firstDay - origin + age];
    day.layers[toAgeWeek(age)] += daily[age];
    day.estimated += estimated[age];
  }
}

/** The layer of an age in days: 0 for an episode's first 7. */
export const toAgeWeek = (age) => Math.min(AGE_WEEKS - 1, Math.floor(age / WEEK));

/** What each of an episode's first 7 days usually has of them, in this show; null while none has all of them. */
function findShares(tracks) {
  const whole = tracks.filter(({first7}) => first7 > 0);
  if (whole.length === 0) return null;
  const mean = (age) => whole.reduce((sum, {daily, first7}) => sum + (daily[age] ?? 0) / first7, 0) / whole.length;
  return Array.from({length: WEEK}, (_, age) => mean(age));
}

function joinProjection(track, projections, shares) {
  const projection = projections.find(({episode}) => episode === track.episode);
  if (!projection) return null;
  return {...projection, rest: spreadRest(track, projection, shares ?? Array(WEEK).fill(1 / WEEK))};
}

/** The downloads that are still expected, over the days that are not over, as the show's usually fall. */
function spreadRest({firstDay, full, sums}, {projected}, shares) {
  const missing = projected - (sums[full - 1] ?? 0);
  const ages = shares.map((_, age) => age).slice(full);
  const total = ages.reduce((sum, age) => sum + shares[age], 0);
  if (total === 0 || missing <= 0) return [];
  return ages.map((age) => ({day: firstDay + age, downloads: (missing * shares[age]) / total}));
}

/** What each episode has on a day, the newest first: `{episode, downloads, estimated, age}`, `age` in days. */
export function listParts({episodes}, day) {
  return episodes
    .filter(({firstDay, daily}) => day >= firstDay && day < firstDay + daily.length)
    .map(({episode, firstDay, daily, estimated}) => {
      const age = day - firstDay;
      return {episode, age, downloads: daily[age], estimated: estimated[age]};
    })
    .sort((a, b) => a.age - b.age || b.episode - a.episode);
}

/** The newest episode whose first 7 days are over; undefined when there is none. */
export const findNewestWhole = ({episodes}) => episodes.findLast(({first7}) => first7 !== null);
