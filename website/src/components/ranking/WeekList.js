// One week as a table: the same as the river, in figures.

import {describeCertainty, describeEstimate} from "../lib/certainty.js";
import {showAddress} from "../lib/address.js";
import {html, svg} from "../lib/dom.js";
import {describeMovement, formatCount, formatShare, formatWeek} from "../lib/format.js";
import {Poster} from "../lib/Poster.js";
import {normalizeTitle} from "../search/searchDocument.js";

const POSTER = {width: 34, height: 48};
const COLUMNS = [
  ["rank", "Rank"],
  ["move", "+/−"],
  ["picture", ""],
  ["name", "Show"],
  ["downloads", "Downloads"],
  ["change", "vs last week"],
  ["peak", "Peak"],
  ["weeks", "Weeks on chart"],
];

/** "12–18 January 2026 (week 16), so far": the week, and what its numbers rest on. */
export function formatWeekTitle(week) {
  if (week === null) return "No week yet";
  return [formatWeek(week), describeCertainty(week, week.total)].filter(Boolean).join(", ");
}

/**
 * The shows of `week` (an element of `season.weeks`, or null), best rank first, a row each with the id in `data-show`.
 *
 * A move and a change are shown only between two finished weeks.
 */
export function WeekList(season, week) {
  if (week === null || week.rankings.length === 0) return html("p", {class: "empty-list"}, emptyText(week));
  const isComparable = week.complete && (week.previous?.complete ?? false);
  const before = isComparable ? week.previous.entries : null;
  const largest = week.rankings[0].downloads;
  return html(
    "table",
    {class: "week-list", role: "table", "aria-label": `Ranking of ${formatWeekTitle(week)}`},
    Head(),
    html(
      "tbody",
      {role: "rowgroup"},
      week.rankings.map((entry) => Row(season.shows.get(entry.anilist_id), entry, {before, largest})),
    ),
  );
}

const emptyText = (week) => (week?.complete ? "No show was ranked this week." : "No show is ranked yet.");

// On a narrow screen the rows are CSS grids, and with another "display" some browsers no longer treat them as a table
// for screen readers: hence the explicit roles.
function Head() {
  const cells = COLUMNS.map(([kind, label]) =>
    label ? html("th", {class: kind, role: "columnheader", scope: "col"}, label) : Cell(kind),
  );
  return html("thead", {role: "rowgroup"}, html("tr", {role: "row"}, cells));
}

const Cell = (kind, ...children) => html("td", {class: kind, role: "cell"}, children);

function Row(show, entry, {before, largest}) {
  const {anilist_id: id, rank, downloads} = entry;
  return html(
    "tr",
    {role: "row", class: show.colorClass, "data-show": id},
    Cell("rank", String(rank)),
    Cell("move", before && Movement(entry)),
    Cell("picture", Poster(show, POSTER)),
    Name(show),
    Cell("downloads", formatCount(downloads), Bar(downloads / largest), Estimate(entry)),
    Cell("change", before && formatChange(downloads, before.get(id)?.downloads ?? null)),
    Cell("peak", String(entry.peak_rank)),
    Cell("weeks", String(entry.weeks_on_chart)),
  );
}

function Estimate(entry) {
  const words = describeEstimate(entry);
  return words && html("small", {class: "estimate"}, words);
}

function Name({id, title, romaji, hasPage}) {
  const name = hasPage ? html("a", {href: showAddress(id)}, title) : title;
  const isSame = normalizeTitle(romaji) === normalizeTitle(title);
  const other = isSame ? null : html("span", {class: "romaji", lang: "ja-Latn"}, romaji);
  return html("th", {class: "name", role: "rowheader", scope: "row"}, name, other);
}

function Movement(entry) {
  const {kind, sign, by, words} = movementOf(entry);
  return html(
    "span",
    {class: `move-${kind}`},
    html("span", {"aria-hidden": "true"}, sign, by || null),
    html("span", {class: "visually-hidden"}, words),
  );
}

/** A show without a rank in the week before is new only in its first week on the chart; later it is back. */
function movementOf({previous_rank: previous, rank, weeks_on_chart: weeks}) {
  const movement = describeMovement(previous, rank);
  return movement.kind === "new" && weeks > 1 ? {...movement, kind: "back", sign: "back"} : movement;
}

/** The change of a count: "+1,234 (+12%)"; null when there is nothing to compare with. */
export function formatChange(downloads, before) {
  if (before === null) return null;
  const change = downloads - before;
  if (change === 0) return "±0";
  const sign = change > 0 ? "+" : "−";
  return `${sign}${formatCount(Math.abs(change))} (${sign}${formatShare(Math.abs(change) / before)})`;
}

/** The downloads again as a length, relative to the week's first. */
function Bar(part) {
  const rect = svg("rect", {width: `${Number((100 * part).toFixed(1))}%`, height: "100%"});
  return svg("svg", {class: "bar", "aria-hidden": "true"}, rect);
}
