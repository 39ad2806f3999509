// A show as one row of days, and that row as points to draw: by day, week or episode, added up, or as a share of its start.

const DAY = 86_400_000;
const WEEK = 7;

/** Whole days since 1970 of a date or a time, in UTC, and the date of such a day. */
export const toDayNumber = (date) => Math.floor(Date.parse(date) / DAY);
export const toDate = (day) => new Date(day * DAY).toISOString().slice(0, 10);

/**
 * A show's days: `{...show, first, daily, estimated, episodes, finale, today, provisionalFrom}`.
 *
 * `show` is one of compareDocument.js, `page` its `shows/<id>.json`. Days are numbers since 1970: `first` is that of the
 * first torrent, `daily` and `estimated` the downloads of each day from it on, `finale` the day of the last episode (null
 * when it is still to come), `today` the day that is not over. `episodes` are
 * `{episode, day, first7, soFar}`: downloads in its first 7 days, or null, and those so far while these run.
 */
export function buildTrack(show, page, dataUntil) {
  const starts = page.episodes.map(({first_date: date}) => toDayNumber(date));
  const first = Math.min(...starts);
  const today = toDayNumber(dataUntil);
  return {
    ...show,
    first,
    daily: addDays(page.episodes, "downloads_daily", first),
    estimated: addDays(page.episodes, "downloads_estimated", first),
    episodes: page.episodes.map((episode, i) => buildEpisode(episode, page.first_days.episodes[i], starts[i], today)),
    finale: findFinale(page.events, today),
    today,
    provisionalFrom: page.provisional_from === null ? Infinity : toDayNumber(page.provisional_from),
    firstDays: page.first_days,
  };
}

function addDays(episodes, field, first) {
  const days = [];
  for (const episode of episodes) {
    const start = toDayNumber(episode.first_date) - first;
    for (const [i, downloads] of episode[field].entries()) days[start + i] = (days[start + i] ?? 0) + downloads;
  }
  return Array.from(days, (downloads) => downloads ?? 0);
}

function buildEpisode({episode, downloads_daily: daily}, {downloads_7: first7}, day, today) {
  const isRunning = first7 === null && day + WEEK > today;
  return {episode, day, first7, soFar: isRunning ? sum(daily.slice(0, WEEK)) : null};
}

const findFinale = (events, today) =>
  events
    .filter(({kind}) => kind === "finale")
    .map(({at}) => toDayNumber(at))
    .findLast((day) => day <= today) ?? null;

/**
 * The points of a track by `align` (`premiere`, `date`) and `y` (state.js's MEASURES): `{x, day, value, state}`.
 *
 * `x` is a week (from 1), an episode (from 1) or a day (from 0) since the first torrent, or by date a day number; `day` is
 * the day number on which the span begins. `state` is `settled`, `provisional`, or `unfinished` while the span runs.
 */
export function listPoints(track, {align, y}) {
  if (y === "episode") return listEpisodes(track, align);
  if (y === "daily" || y === "total") return listDays(track, {align, y});
  const weeks = align === "date" ? listCalendarWeeks(track) : listWeeks(track);
  return y === "percent" ? toPercent(weeks, track) : weeks;
}

function listDays({first, daily, ...track}, {align, y}) {
  let total = 0;
  return daily.map((downloads, i) => {
    total += downloads;
    const day = first + i;
    const value = y === "total" ? total : downloads;
    return {x: align === "date" ? day : i, day, value, state: stateOf(track, day)};
  });
}

/** Weeks of seven days from the first torrent on; one that the show's last day has cut short is left out. */
function listWeeks({first, daily, ...track}) {
  const isOpen = first + daily.length > track.today;
  const count = isOpen ? Math.ceil(daily.length / WEEK) : Math.floor(daily.length / WEEK);
  return Array.from({length: count}, (_, i) => {
    const value = sum(daily.slice(i * WEEK, (i + 1) * WEEK));
    const day = first + i * WEEK;
    return {x: i + 1, day, value, state: stateOf(track, day + WEEK - 1)};
  });
}

/** Weeks from Monday to Sunday, by their Monday. */
function listCalendarWeeks({first, daily, ...track}) {
  const monday = first - weekday(first);
  const count = Math.ceil((first + daily.length - monday) / WEEK);
  return Array.from({length: count}, (_, i) => {
    const day = monday + i * WEEK;
    const value = sum(daily.slice(Math.max(0, day - first), day - first + WEEK));
    return {x: day, day, value, state: stateOf(track, day + WEEK - 1)};
  });
}

/** 1 January 1970, day 0, was a Thursday; here 0 is Monday. */
const weekday = (day) => (day + 3) % WEEK;

/** Shares (%) of the first seven days, which must be over. */
function toPercent(weeks, {first, daily, today}) {
  const start = sum(daily.slice(0, WEEK));
  if (first + WEEK > today || start === 0) return [];
  return weeks.map((week) => ({...week, value: (100 * week.value) / start}));
}

/** Episodes by their first seven days, from the first one that is counted. */
function listEpisodes({episodes, ...track}, align) {
  const offset = episodes[0].episode > 1 ? episodes[0].episode - 1 : 0;
  return episodes
    .filter(({first7, soFar}) => first7 !== null || soFar !== null)
    .map(({episode, day, first7, soFar}) => ({
      x: align === "date" ? day : episode - offset,
      day,
      value: first7 ?? soFar,
      state: first7 === null ? "unfinished" : stateOf(track, day + WEEK - 1),
    }));
}

/** How far a span is known that ends with `last`. */
function stateOf({today, provisionalFrom}, last) {
  if (last >= today) return "unfinished";
  return last >= provisionalFrom ? "provisional" : "settled";
}

/** The tracks as lines to draw: `{id, title, colorClass, points, finale, isOver}`; `finale` is the place of its point. */
export const buildLines = (tracks, settings) =>
  tracks.map((track) => {
    const points = listPoints(track, settings);
    const finale = track.finale === null ? -1 : points.findLastIndex(({day}) => day <= track.finale);
    return {
      id: track.id,
      title: track.title,
      colorClass: track.colorClass,
      points,
      finale: finale === -1 ? null : finale,
      isOver: track.first + track.daily.length <= track.today,
    };
  });

const sum = (values) => values.reduce((total, value) => total + value, 0);
