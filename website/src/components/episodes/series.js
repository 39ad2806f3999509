// A show's page file as days to draw: what every episode adds to each day, in each of the three modes.

const DAY = 86_400_000;

/** The modes, the default first: downloads by age, running sums by age, downloads by date. */
export const MODES = ["daily", "cumulative", "calendar"];

/**
 * The days of `shows/<id>.json` in a mode, as `{mode, episodes, days}`.
 *
 * `episodes` are the numbers, in order. A day is
 * `{at, date, parts, height, downloads, estimated, sum, counted, expected, running, provisional}`:
 * - `at`: days from the left edge. By age that is i for element i of an episode's lists: its first torrent came on
 *   day 0, because the age at the end of that day is more than 0 and at most 1. In `calendar` it is days since the
 *   show's first date, and only there `date` is a date, else null.
 * - `parts`: one an episode, `{episode, height, downloads, estimated, counted}`; `height` is what the stack shows of it:
 *   its downloads of the day, or in `cumulative` all of them up to the day's end, kept when its counts have ended.
 * - `height`, `downloads`, `estimated`: sums over the parts; `sum`: all downloads up to the day's end.
 * - `counted` of `expected` episodes have a count for the day; expected are all by age, those already out by date.
 * - `running`: for how many of the counted ones the day was not over at `dataUntil`; `provisional`: for how many it was
 *   over, and holds downloads that no scrape has counted yet.
 */
export function buildSeries({episodes, provisional_from: provisionalFrom}, {mode, dataUntil = null}) {
  const tracks = buildTracks(episodes, mode);
  const length = Math.max(0, ...tracks.map(({start, daily}) => start + daily.length));
  const limits = {
    today: dataUntil === null ? Infinity : toDayNumber(dataUntil),
    provisionalFrom: provisionalFrom === null ? Infinity : toDayNumber(provisionalFrom),
  };
  const days = Array.from({length}, (_, at) => buildDay(at, tracks, {mode, limits}));
  let sum = 0;
  for (const day of days) day.sum = sum += day.downloads;
  return {mode, episodes: tracks.map(({episode}) => episode), days};
}

/** The first day that not every episode has a count for, in days from the left edge; null when there is none. */
export function findPartialStart({days}) {
  return days.find(({counted, expected}) => counted < expected)?.at ?? null;
}

/** The first day of a calendar whose numbers can still change, not over or provisional; null when there is none. */
export function findOpenDay({mode, days}) {
  return (mode === "calendar" && days.find((day) => day.running + day.provisional > 0)) || null;
}

function buildTracks(episodes, mode) {
  const origin = Math.min(...episodes.map(({first_date}) => toDayNumber(first_date)));
  return episodes.map(({episode, first_date, downloads_daily: daily, downloads_estimated: estimated}) => {
    const firstDay = toDayNumber(first_date);
    const start = mode === "calendar" ? firstDay - origin : 0;
    return {episode, firstDay, start, daily, estimated, sums: cumulate(daily)};
  });
}

function buildDay(at, tracks, {mode, limits}) {
  const parts = tracks.map((track) => buildPart(track, at, mode));
  const total = (field) => parts.reduce((sum, part) => sum + part[field], 0);
  const dates = tracks.filter((track) => isCounted(track, at)).map(({start, firstDay}) => firstDay + at - start);
  return {
    at,
    date: mode === "calendar" ? toDate(tracks[0].firstDay - tracks[0].start + at) : null,
    parts,
    height: total("height"),
    downloads: total("downloads"),
    estimated: total("estimated"),
    counted: parts.filter(({counted}) => counted).length,
    expected: tracks.filter(({start}) => start <= at).length,
    running: dates.filter((date) => date === limits.today).length,
    provisional: dates.filter((date) => date >= limits.provisionalFrom && date < limits.today).length,
  };
}

const isCounted = ({start, daily}, at) => at >= start && at - start < daily.length;

function buildPart(track, at, mode) {
  const {episode, start, daily, estimated, sums} = track;
  const index = at - start;
  const counted = isCounted(track, at);
  const downloads = counted ? daily[index] : 0;
  const height = mode === "cumulative" ? sums[Math.min(index, sums.length - 1)] : downloads;
  return {episode, height, downloads, estimated: counted ? estimated[index] : 0, counted};
}

function cumulate(daily) {
  let sum = 0;
  return daily.map((downloads) => (sum += downloads));
}

/** Whole days since 1970 of a date or a time, in UTC. */
const toDayNumber = (date) => Math.floor(Date.parse(date) / DAY);

const toDate = (day) => new Date(day * DAY).toISOString().slice(0, 10);
