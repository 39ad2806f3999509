// A season as a page's script fetches it: the view model of lib/season.js in few bytes, and back.

import {assembleSeason} from "./season.js";

/** The season (of lib/season.js) as a small document; ranks are places in a list, the week before is the one before. */
export const encodeSeason = ({name, dataUntil, weeks, shows}) => ({
  name,
  dataUntil,
  weeks: weeks.map(({week, start_date: start, complete, settled, rankings}) => ({
    week,
    start,
    state: [complete, settled].map(Number),
    rows: rankings.map((entry) => [entry.anilist_id, entry.downloads, entry.downloads_estimated]),
  })),
  shows: [...shows.values()].map(({id, title, colorClass, rank, downloads, continuing, finale}) => [
    id,
    title,
    colorClass,
    rank,
    downloads,
    Number(continuing),
    finale,
  ]),
});

/** The season of such a document, as lib/season.js has it, without names in other scripts and posters. */
export function decodeSeason({name, dataUntil, weeks, shows}) {
  const titles = new Map(shows.map(([id, title]) => [id, title]));
  const colors = new Map(shows.map(([id, , colorClass]) => [id, colorClass]));
  const history = new Map();
  const rankings = weeks.map((week) => decodeWeek(week, {titles, history}));
  const ranked = shows.map(decodeShow).filter(({rank}) => rank !== null);
  return assembleSeason({season: name, data_until: dataUntil, weeks: rankings}, ranked, colors);
}

const decodeShow = ([id, title, colorClass, rank, downloads, continuing, finale]) => ({
  id,
  title,
  romaji: title,
  poster: null,
  rank,
  colorClass,
  downloads,
  continuing: continuing === 1,
  finale,
  hasPage: true,
});

/** `history` has every show's last rank, its week's place in the list, its best rank and its number of weeks so far. */
function decodeWeek({week, start, state: [complete, settled], rows}, {titles, history}) {
  const before = new Map(history);
  const rankings = rows.map(([id, downloads, estimated], index) => {
    const entry = nextEntry(before.get(id), {week, rank: index + 1});
    history.set(id, entry);
    return {
      anilist_id: id,
      title: titles.get(id),
      title_romaji: titles.get(id),
      downloads,
      downloads_estimated: estimated,
      ...entry.row,
    };
  });
  for (const [id, entry] of before) if (history.get(id) === entry) history.set(id, {...entry, last: null});
  return {week, start_date: start, complete: complete === 1, settled: settled === 1, rankings};
}

function nextEntry(before, {rank}) {
  const peak = Math.min(rank, before?.peak ?? Infinity);
  const weeks = (before?.weeks ?? 0) + 1;
  const row = {rank, previous_rank: before?.last ?? null, peak_rank: peak, weeks_on_chart: weeks};
  return {last: rank, peak, weeks, row};
}
