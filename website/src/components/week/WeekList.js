// A week as a list: the same on the week's page, where it has bars, and on the front page, which takes it from there.

import {showAddress} from "../lib/address.js";
import {nameCertainty} from "../lib/certainty.js";
import {TakeAway} from "../share/TakeAway.js";
import {CompareButton} from "../tray/CompareButton.js";
import {html, svg} from "../lib/dom.js";
import {formatCount, formatWeekDates} from "../lib/format.js";
import {Poster} from "../lib/Poster.js";
import {SmallBars} from "./Bars.js";
import {KeySample} from "./Hatching.js";
import {
  describeMove,
  describeTotals,
  explainCertainty,
  formatChange,
  formatEstimate,
  formatPercent,
  judgeChange,
  nameWeek,
} from "./words.js";

/** How many rows are seen before the list is unfolded, on the front page and on the week's own (styles/list.css). */
export const TOP = {front: 25, week: 15};
const POSTER = {width: 34, height: 48};
const BAR = "bar";
/** Columns that say how a week differs from the one before: left out where the two cannot be compared. */
const COMPARING = new Set(["move", "change", "percent"]);
const COLUMNS = [
  ["rank", "Rank"],
  ["move", "Move"],
  ["picture", null],
  ["name", "Show"],
  [BAR, null],
  ["downloads", "Downloads"],
  ["change", "vs last week"],
  ["percent", "%"],
  ["trend", "8 weeks, own scale"],
  ["estimate", "Estimated"],
  ["weeks", "Weeks"],
  ["peak", "Peak"],
];

/** The list's heading: "12–18 January 2026", and what its numbers rest on. */
export const nameList = (week) => [formatWeekDates(week.start_date), nameCertainty(week)].filter(Boolean).join(", ");

/**
 * The list of a week (of week.js): a box `div.list-box[data-week][data-title]` with what the week's numbers rest on, the
 * table, and where it has more than `top` rows the switch that shows them all (styles/list.css hides them). With `bars`
 * each show's downloads are drawn too, on one scale for all.
 */
export function WeekList(week, {top, bars = false}) {
  const {rows} = week;
  const attributes = {class: "list-box", "data-week": week.week, "data-title": nameList(week)};
  if (rows.length === 0) return html("div", attributes, html("p", {class: "empty-list"}, emptyText(week)));
  return html(
    "div",
    attributes,
    html("p", {class: "list-summary"}, [`${describeTotals(week)}.`, explainCertainty(week)].filter(Boolean).join(" ")),
    Key(week),
    Table(week, bars ? findLargest(week) : null),
    html("div", {class: "list-foot"}, rows.length > top && Fold(rows.length, top), TakeList(week), Address(week)),
  );
}

const emptyText = ({complete}) => (complete ? "No show was ranked this week." : "No show is ranked yet this week.");

/** The largest number that a bar or a tick stands for. */
const findLargest = ({rows, isComparable}) =>
  Math.max(...rows.map((row) => Math.max(row.downloads, isComparable ? (row.previous_downloads ?? 0) : 0)));

const Key = ({rows}) =>
  html(
    "p",
    {class: "list-key"},
    rows.some(({isBestWeek}) => isBestWeek) && html("span", {}, html("b", {class: "star"}, "★"), " best week so far"),
    html("span", {class: "wide-only"}, html("b", {}, "2"), " best rank so far"),
    html("span", {}, KeySample("counted"), " counted"),
    html("span", {}, KeySample("estimated"), " estimated"),
  );

/** A box to tick, so that it works without a script; what is written beside it says what it does next. */
const Fold = (count, top) =>
  html(
    "label",
    {class: "button fold-switch"},
    html("input", {type: "checkbox", class: "visually-hidden"}),
    html("span", {class: "fold-more"}, `Show all ${count}`),
    html("span", {class: "fold-less"}, `Show top ${top}`),
  );

const TakeList = ({week, start_date: start}) =>
  TakeAway({name: `week-${week}`, title: `Anime downloads, ${formatWeekDates(start)}`, table: "week-list"});

const Address = ({week}) =>
  html(
    "p",
    {class: "list-address soft"},
    "Page of this week: ",
    html("a", {href: `./week/${week}/`}, `/week/${week}/`),
  );

// On a narrow screen the rows are no table rows, and with another "display" some browsers no longer treat them as a
// table for screen readers: hence the explicit roles.
function Table(week, scale) {
  const {isComparable} = week;
  const columns = COLUMNS.filter(
    ([kind]) => (kind !== BAR || scale !== null) && (isComparable || !COMPARING.has(kind)),
  );
  return html(
    "table",
    {class: "week-list", id: "week-list", role: "table", "aria-label": `Ranking of ${nameWeek(week)}`},
    html("thead", {role: "rowgroup"}, html("tr", {role: "row"}, columns.map(HeadCell))),
    html(
      "tbody",
      {role: "rowgroup"},
      week.rows.map((row) => Row(row, {scale, isComparable})),
    ),
  );
}

const HeadCell = ([kind, label]) =>
  label === null ? Cell(kind) : html("th", {class: kind, role: "columnheader", scope: "col"}, label);

const Cell = (kind, ...children) => html("td", {class: kind, role: "cell"}, children);

function Row(row, {scale, isComparable}) {
  const {anilist_id: id, title, rank, downloads} = row;
  return html(
    "tr",
    {role: "row", class: row.colorClass, "data-show": id, "data-change": row.change},
    Cell("rank", String(rank)),
    isComparable && Cell("move", Move(describeMove(row))),
    Cell("picture", Poster(row, POSTER)),
    html(
      "th",
      {class: "name", role: "rowheader", scope: "row"},
      html("a", {href: showAddress(id)}, title),
      CompareButton({id, title, colorClass: row.colorClass}),
    ),
    scale && Cell(BAR, Bar(row, {scale, isComparable})),
    Cell("downloads", row.isBestWeek && Star(), formatCount(downloads)),
    isComparable && ChangeCells(row),
    Cell("trend", SmallBars(row.history)),
    Cell("estimate", formatEstimate(row)),
    Cell("weeks", String(row.weeks_on_chart)),
    Cell(rank === row.peak_rank ? "peak now" : "peak", String(row.peak_rank)),
  );
}

function ChangeCells(row) {
  const {change, previous_downloads: before} = row;
  const judgement = judgeChange(row);
  const classes = (kind) => (judgement ? `${kind} ${judgement}` : kind);
  return [
    Cell(classes("change"), change === null ? null : formatChange(change)),
    Cell(classes("percent"), formatPercent(change, before)),
  ];
}

const Move = ({kind, sign, words}) => [
  html("span", {class: kind, "aria-hidden": "true"}, sign),
  html("span", {class: "visually-hidden"}, words),
];

const Star = () => [
  html("span", {class: "star", "aria-hidden": "true"}, "★ "),
  html("span", {class: "visually-hidden"}, "best week so far "),
];

/** A week's downloads as a length, the estimated part hatched, and a thin line to where the show was the week before. */
function Bar(row, {scale, isComparable}) {
  const {downloads, downloads_estimated: estimated, previous_downloads: before} = row;
  const part = (number) => `${((100 * number) / scale).toFixed(1)}%`;
  const [counted, end] = [downloads - estimated, part(downloads)];
  const fell = isComparable && before > downloads;
  return svg(
    "svg",
    {class: "bar-box", "aria-hidden": "true"},
    counted > 0 && svg("rect", {width: part(counted), height: "100%"}),
    estimated > 0 && svg("rect", {x: part(counted), width: part(estimated), height: "100%", mask: "url(#hatched)"}),
    fell && svg("line", {x1: end, x2: part(before), y1: "50%", y2: "50%"}),
    fell && svg("line", {x1: part(before), x2: part(before), y1: "20%", y2: "80%"}),
  );
}
