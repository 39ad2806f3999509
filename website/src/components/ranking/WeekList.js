// One week as a table: the river's twin, for those who want the figures.

import {html, svg} from "../lib/dom.js";
import {count, day, movement, share, weekName} from "../lib/format.js";
import {Poster} from "../lib/Poster.js";
import {fold} from "./findShows.js";

const POSTER = {width: 34, height: 48};
const COLUMNS = [
  ["rank", "Rank"],
  ["move", "Moved"],
  ["picture", ""],
  ["name", "Show"],
  ["downloads", "Downloads"],
  ["change", "Against the week before"],
  ["peak", "Peak"],
  ["weeks", "Weeks"],
];

/** "Week 3, from 12 January 2026", and whether that is all of it. */
export function weekTitle(week) {
  if (week === null) return "No week yet";
  return `${weekName(week.week)}, from ${day(week.start_date)}${week.complete ? "" : " (so far)"}`;
}

/**
 * The shows of `week` (an element of `season.weeks`, or null), best rank first, a row each with the id in `data-show`.
 *
 * A move and a change are claimed only between two finished weeks. A show that the season does not know has no page,
 * so its title is no link.
 */
export function WeekList(season, week) {
  if (week === null || week.rankings.length === 0) return html("p", {class: "nothing"}, "Nothing to list here yet.");
  const before = weekBefore(season, week);
  const most = week.rankings[0].downloads;
  return html(
    "table",
    {class: "week-list", role: "table", "aria-label": `Ranking of ${weekTitle(week)}`},
    Head(),
    html(
      "tbody",
      {role: "rowgroup"},
      week.rankings.map((entry) => Row(season.shows.get(entry.anilist_id), entry, {before, most})),
    ),
  );
}

/** Downloads by id in the week before; null when the two weeks cannot be compared. */
function weekBefore({weeks}, week) {
  const before = weeks[weeks.indexOf(week) - 1];
  if (!before?.complete || !week.complete) return null;
  return new Map(before.rankings.map(({anilist_id: id, downloads}) => [id, downloads]));
}

// On a narrow screen the rows are grids, which some browsers then no longer take for a table: hence the roles.
function Head() {
  const cells = COLUMNS.map(([kind, words]) =>
    words ? html("th", {class: kind, role: "columnheader", scope: "col"}, words) : Cell(kind),
  );
  return html("thead", {role: "rowgroup"}, html("tr", {role: "row"}, cells));
}

const Cell = (kind, ...children) => html("td", {class: kind, role: "cell"}, children);

function Row(show, entry, {before, most}) {
  const {anilist_id: id, rank, downloads} = entry;
  return html(
    "tr",
    {role: "row", class: show?.tone ?? "tone-grey", "data-show": id},
    Cell("rank", String(rank)),
    Cell("move", before && Move(entry)),
    Cell("picture", Poster(show ?? {title: entry.title, poster: null, color: null}, POSTER)),
    Name(show, entry),
    Cell("downloads", count(downloads), Bar(downloads / most)),
    Cell("change", before && changeWords(downloads, before.get(id) ?? null)),
    Cell("peak", String(entry.peak_rank)),
    Cell("weeks", String(entry.weeks_on_chart)),
  );
}

function Name(show, {anilist_id: id, title, title_romaji: romaji}) {
  const name = show ? html("a", {href: `./show/${id}`}, title) : title;
  const other = fold(romaji) === fold(title) ? null : html("span", {class: "romaji", lang: "ja-Latn"}, romaji);
  return html("th", {class: "name", role: "rowheader", scope: "row"}, name, other);
}

function Move(entry) {
  const {kind, sign, by, words} = moved(entry);
  return html(
    "span",
    {class: `move-${kind}`},
    html("span", {"aria-hidden": "true"}, sign, by || null),
    html("span", {class: "visually-hidden"}, words),
  );
}

function moved({previous_rank: previous, rank, weeks_on_chart: weeks}) {
  const move = movement(previous, rank);
  return move.kind === "new" && weeks > 1 ? {...move, kind: "back", sign: "back"} : move;
}

/** The change of a count: "+1,234 (+12%)"; null when there is nothing to compare with. */
export function changeWords(downloads, before) {
  if (before === null) return null;
  const change = downloads - before;
  if (change === 0) return "±0";
  const sign = change > 0 ? "+" : "−";
  return `${sign}${count(Math.abs(change))} (${sign}${share(Math.abs(change) / before)})`;
}

/** The downloads again as a length, against the week's first. */
function Bar(part) {
  const rect = svg("rect", {width: `${Number((100 * part).toFixed(1))}%`, height: "100%"});
  return svg("svg", {class: "bar", "aria-hidden": "true"}, rect);
}
