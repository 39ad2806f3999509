// A show's page file as days to draw: what every episode brings to each day, in each of the three modes.

const DAY = 86_400_000;

/** The modes, the first being the usual one: downloads by age, running sums by age, downloads by date. */
export const MODES = ["daily", "cumulative", "calendar"];

/**
 * The days of `shows/<id>.json` in a mode, as `{mode, episodes, days}`.
 *
 * `episodes` are the numbers, in order. A day is
 * `{at, date, parts, height, downloads, estimated, sum, counted, expected, running}`:
 * - `at`: days from the left edge. By age that is i for element i of an episode's lists: its first torrent came on
 *   day 0, because the age at the end of that day is more than 0 and at most 1. In `calendar` it is days since the
 *   show's first date, and only there `date` is a date, else null.
 * - `parts`: one an episode, `{episode, height, downloads, estimated, counted}`; `height` is what the stack shows of it:
 *   its downloads of the day, or in `cumulative` all of them up to the day's end, kept when its counts have ended.
 * - `height`, `downloads`, `estimated`: sums over the parts; `sum`: all downloads up to the day's end.
 * - `counted` of `expected` episodes have a count for the day; expected are all by age, those already out by date.
 * - `running`: how many of the counted ones were still running at `dataUntil`.
 */
export function episodeSeries({episodes}, {mode, dataUntil = null}) {
  const tracks = tracksOf(episodes, mode);
  const length = Math.max(0, ...tracks.map(({start, daily}) => start + daily.length));
  const days = Array.from({length}, (_, at) => dayOf(at, tracks, {mode, dataUntil}));
  let sum = 0;
  for (const day of days) day.sum = sum += day.downloads;
  return {mode, episodes: tracks.map(({episode}) => episode), days};
}

/** Where the days that not every episode has a count for begin, in days from the left edge; null when there are none. */
export function thinFrom({days}) {
  return days.find(({counted, expected}) => counted < expected)?.at ?? null;
}

/** The day of `dataUntil` in a calendar, the last and unfinished one; null when the show has no count for it. */
export function runningDay({mode, days}) {
  return (mode === "calendar" && days.find(({running}) => running > 0)) || null;
}

function tracksOf(episodes, mode) {
  const origin = Math.min(...episodes.map(({first_date}) => dayNumber(first_date)));
  return episodes.map((one) => ({
    episode: one.episode,
    firstDay: dayNumber(one.first_date),
    start: mode === "calendar" ? dayNumber(one.first_date) - origin : 0,
    daily: one.downloads_daily,
    estimated: one.downloads_estimated,
    sums: runningSums(one.downloads_daily),
  }));
}

function dayOf(at, tracks, {mode, dataUntil}) {
  const parts = tracks.map((track) => partOf(track, at, mode));
  const total = (field) => parts.reduce((sum, part) => sum + part[field], 0);
  return {
    at,
    date: mode === "calendar" ? dateOf(tracks[0].firstDay - tracks[0].start + at) : null,
    parts,
    height: total("height"),
    downloads: total("downloads"),
    estimated: total("estimated"),
    counted: parts.filter(({counted}) => counted).length,
    expected: tracks.filter(({start}) => start <= at).length,
    running: dataUntil === null ? 0 : tracks.filter((track) => runsAt(track, at, dayNumber(dataUntil))).length,
  };
}

function partOf({episode, start, daily, estimated, sums}, at, mode) {
  const index = at - start;
  const counted = index >= 0 && index < daily.length;
  const downloads = counted ? daily[index] : 0;
  const height = mode === "cumulative" ? sums[Math.min(index, sums.length - 1)] : downloads;
  return {episode, height, downloads, estimated: counted ? estimated[index] : 0, counted};
}

const runsAt = ({start, daily, firstDay}, at, today) =>
  at >= start && at - start < daily.length && firstDay + at - start === today;

function runningSums(daily) {
  let sum = 0;
  return daily.map((downloads) => (sum += downloads));
}

/** Whole days since 1970 of a date or a time, in UTC. */
const dayNumber = (date) => Math.floor(Date.parse(date) / DAY);

const dateOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);
