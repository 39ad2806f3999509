// How right the projections of young episodes were, by the episode's age.

import {html} from "../lib/dom.js";
import {formatCount, formatShare} from "../lib/format.js";

/** A table of `projections.json`'s scores; null when there are none. */
export function ProjectionScores({replayed, kept}) {
  const tables = [
    {caption: "All finished episodes, projected again by what was known at each age", scores: replayed},
    {caption: "What was published at the time", scores: kept},
  ];
  const filled = tables.filter(({scores}) => scores.length > 0);
  return filled.length > 0 ? html("div", {}, filled.map(Table)) : null;
}

const HEADS = ["Age", "Projections", "Median error", "Last episode's number instead", "Intervals that held"];

const Table = ({caption, scores}) =>
  html(
    "table",
    {class: "about-table scores"},
    html("caption", {}, caption),
    html("thead", {}, html("tr", {}, HEADS.map(Head))),
    html("tbody", {}, scores.map(Row)),
  );

const Head = (name, index) => html("th", {scope: "col", class: index > 0 && "number"}, name);

const Row = ({hours, projections, median_error: error, last_error: last, coverage}) =>
  html(
    "tr",
    {},
    html("th", {scope: "row"}, `${formatCount(hours)} hours`),
    [formatCount(projections), ...[error, last, coverage].map(formatPart)].map((text) =>
      html("td", {class: "number"}, text),
    ),
  );

const formatPart = (part) => (part === null ? "–" : formatShare(part));
