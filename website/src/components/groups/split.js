// A season's downloads split by release group or by resolution: the view model of its chart, its table and its cards.

import {assignGroupColors} from "./groupColors.js";

const TOP_SERIES = 6;
const TOP_SHOWS = 5;
const CARDS = 12;

const KINDS = {
  groups: {name: "name", weeks: "group_weeks", others: "other_group_weeks"},
  resolutions: {name: "resolution", weeks: "resolution_weeks", others: "other_resolution_weeks"},
};

/**
 * The split of `season` (an element of `site.seasonList`) by `kind`, "groups" or "resolutions":
 *
 * - `weeks`: `{start_date, complete}`, oldest first.
 * - `series`: of the first six, `{name, colorClass, share, weekly}`, and of all others together, whose `colorClass` is
 *   null; none when there are no others.
 * - `rows`: all of them, most downloads first: `{name, colorClass, share, downloads, torrents, shows}`.
 * - `cards`: of the first twelve, `{name, colorClass, shows, top}`, `top` being the shows with the most of its downloads:
 *   `{anilist_id, title, downloads}`.
 */
export function selectSplit(site, season, kind) {
  const document = site.groups.get(season.slug);
  const colors = colorsOf(site, kind).get(season.slug);
  const rows = document[kind].map(({[KINDS[kind].name]: name, share, downloads, torrents, shows}) => {
    return {name, colorClass: colors.get(name) ?? null, share, downloads, torrents, shows};
  });
  return {
    weeks: document.weeks.map((week) => pickWeek(site.weeks.find((chart) => chart.week === week))),
    series: listSeries(document, kind, rows),
    rows,
    cards: rows.slice(0, CARDS).map((row) => buildCard(row, kind, document, site)),
  };
}

const colorsOf = (site, kind) =>
  assignGroupColors(
    site.seasonList.map(({slug}) => {
      return {slug, names: site.groups.get(slug)[kind].map((entry) => entry[KINDS[kind].name])};
    }),
  );

const pickWeek = ({start_date, complete}) => ({start_date, complete});

function listSeries(document, kind, rows) {
  const weekly = document[KINDS[kind].weeks].map(({downloads}) => downloads);
  const first = rows.slice(0, TOP_SERIES).map(({name, colorClass, share}, i) => {
    return {name, colorClass, share, weekly: weekly[i]};
  });
  const rest = [...weekly.slice(TOP_SERIES), document[KINDS[kind].others]];
  const others = document.weeks.map((_, week) => rest.reduce((sum, downloads) => sum + downloads[week], 0));
  if (others.every((downloads) => downloads === 0)) return first;
  const share = rows.slice(TOP_SERIES).reduce((sum, row) => sum + row.share, 0);
  return [...first, {name: "others", colorClass: null, share, weekly: others}];
}

function buildCard({name, colorClass, shows}, kind, document, site) {
  const parts = document.shows.flatMap(({anilist_id: id, [kind]: split}) => {
    const part = split.find((entry) => entry[KINDS[kind].name] === name);
    return part ? [{anilist_id: id, title: site.showsById.get(id)?.title ?? null, downloads: part.downloads}] : [];
  });
  const top = parts
    .filter(({title}) => title !== null)
    .sort((a, b) => b.downloads - a.downloads || a.anilist_id - b.anilist_id);
  return {name, colorClass, shows, top: top.slice(0, TOP_SHOWS)};
}
