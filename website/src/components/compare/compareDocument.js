// What the compare page knows of all shows before it fetches any: one small document, and how it is read.

const STATES = {running: 0, provisional: 1, settled: 2};

/**
 * The document of the published `data` (as `readData` gives them); `colors` is a Map from ids to classes.
 *
 * A show is `[id, title, colorClass, digest, first week, ranks, downloads, estimated, seasons]`: its weeks follow one
 * another from the first, a rank of 0 is a week in which it is not ranked, and `seasons` are `[season, rank, final]`.
 */
export function encodeCompare({weeks, shows, seasons, digests, manifest}, colors) {
  const slugs = seasons.seasons.map(({slug}) => slug);
  const rows = listRows(weeks);
  const ranked = shows.shows.filter(({anilist_id: id}) => rows.has(id));
  return {
    dataUntil: manifest.data_until,
    weeks: weeks.map((week) => [week.week, week.start_date, encodeState(week)]),
    seasons: seasons.seasons.map(({season}) => season),
    shows: ranked.map((show) => [
      show.anilist_id,
      show.title,
      colors.get(show.anilist_id),
      digests.get(`shows/${show.anilist_id}.json`).slice(0, 10),
      ...encodeRows(rows.get(show.anilist_id)),
      show.seasons.map(({slug, rank, rank_is_final: isFinal}) => [slugs.indexOf(slug), rank, Number(isFinal)]),
    ]),
  };
}

const encodeState = ({complete, settled}) =>
  complete ? (settled ? STATES.settled : STATES.provisional) : STATES.running;

/** A Map from ids to the show's rows by the place of their week. */
function listRows(weeks) {
  const byShow = new Map();
  for (const [place, {rows}] of weeks.entries()) {
    for (const row of rows) {
      if (!byShow.has(row.anilist_id)) byShow.set(row.anilist_id, new Map());
      byShow.get(row.anilist_id).set(place, row);
    }
  }
  return byShow;
}

function encodeRows(rows) {
  const places = [...rows.keys()];
  const first = Math.min(...places);
  const list = Array.from({length: Math.max(...places) - first + 1}, (_, i) => rows.get(first + i));
  const values = (field) => list.map((row) => row?.[field] ?? 0);
  return [first, values("rank"), values("downloads"), values("downloads_estimated")];
}

/**
 * The document as `{dataUntil, shows}`: `shows` is a Map from ids to
 * `{id, title, colorClass, dataAddress, weeks, seasons}`. `weeks` are those in which the show is ranked:
 * `{week, start, complete, settled, rank, downloads, estimated}`; `seasons` `{season, rank, isFinal}`, oldest first.
 */
export function decodeCompare({dataUntil, weeks, seasons, shows}) {
  return {dataUntil, shows: new Map(shows.map((show) => [show[0], decodeShow(show, {weeks, seasons})]))};
}

const decodeShow = ([id, title, colorClass, digest, first, ranks, downloads, estimated, places], names) => ({
  id,
  title,
  colorClass,
  dataAddress: `./data/shows/${id}.json?v=${digest}`,
  weeks: ranks
    .map((rank, i) => ({...decodeWeek(names.weeks[first + i]), rank, downloads: downloads[i], estimated: estimated[i]}))
    .filter(({rank}) => rank > 0),
  seasons: places.map(([season, rank, isFinal]) => ({season: names.seasons[season], rank, isFinal: isFinal === 1})),
});

const decodeWeek = ([week, start, state]) => ({
  week,
  start,
  complete: state !== STATES.running,
  settled: state === STATES.settled,
});
