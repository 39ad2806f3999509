// A show's page file as days to draw: what every episode adds to each day, in each of the three modes.

const DAY = 86_400_000;

/** The modes, the default first: downloads by age, running sums by age, downloads by date. */
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
 * - `running`: for how many of the counted ones the day was not over at `dataUntil`.
 */
export function buildSeries({episodes}, {mode, dataUntil = null}) {
  const tracks = buildTracks(episodes, mode);
  const length = Math.max(0, ...tracks.map(({start, daily}) => start + daily.length));
  const days = Array.from({length}, (_, at) => buildDay(at, tracks, {mode, dataUntil}));
  let sum = 0;
  for (const day of days) day.sum = sum += day.downloads;
  return {mode, episodes: tracks.map(({episode}) => episode), days};
}

/** The first day that not every episode has a count for, in days from the left edge; null when there is none. */
export function findPartialStart({days}) {
  return days.find(({counted, expected}) => counted < expected)?.at ?? null;
}

/** The day of `dataUntil` in a calendar, the last and unfinished one; null when the show has no count for it. */
export function findUnfinishedDay({mode, days}) {
  return (mode === "calendar" && days.find(({running}) => running > 0)) || null;
}

function buildTracks(episodes, mode) {
  const origin = Math.min(...episodes.map(({first_date}) => toDayNumber(first_date)));
  return episodes.map(({episode, first_date, downloads_daily: daily, downloads_estimated: estimated}) => {
    const firstDay = toDayNumber(first_date);
    const start = mode === "calendar" ? firstDay - origin : 0;
    return {episode, firstDay, start, daily, estimated, sums: cumulate(daily)};
  });
}

function buildDay(at, tracks, {mode, dataUntil}) {
  const parts = tracks.map((track) => buildPart(track, at, mode));
  const total = (field) => parts.reduce((sum, part) => sum + part[field], 0);
  return {
    at,
    date: mode === "calendar" ? toDate(tracks[0].firstDay - tracks[0].start + at) : null,
    parts,
    height: total("height"),
    downloads: total("downloads"),
    estimated: total("estimated"),
    counted: parts.filter(({counted}) => counted).length,
    expected: tracks.filter(({start}) => start <= at).length,
    running: dataUntil === null ? 0 : tracks.filter((track) => isRunning(track, at, toDayNumber(dataUntil))).length,
  };
}

function buildPart({episode, start, daily, estimated, sums}, at, mode) {
  const index = at - start;
  const counted = index >= 0 && index < daily.length;
  const downloads = counted ? daily[index] : 0;
  const height = mode === "cumulative" ? sums[Math.min(index, sums.length - 1)] : downloads;
  return {episode, height, downloads, estimated: counted ? estimated[index] : 0, counted};
}

const isRunning = ({start, daily, firstDay}, at, today) =>
  at >= start && at - start < daily.length && firstDay + at - start === today;

function cumulate(daily) {
  let sum = 0;
  return daily.map((downloads) => (sum += downloads));
}

/** Whole days since 1970 of a date or a time, in UTC. */
const toDayNumber = (date) => Math.floor(Date.parse(date) / DAY);

const toDate = (day) => new Date(day * DAY).toISOString().slice(0, 10);
