// How sure the matches of this run are, by method and by margin, and how right a person found a sample of them.

import {html} from "../lib/dom.js";
import {formatCount, formatDay, formatShare, pluralize} from "../lib/format.js";

/** Below so many minimum margins a match is contested (`clear_margin` of the ETL). */
const CLEAR_MARGINS = 2;
const METHODS = {
  exact: "by an equal title",
  fuzzy: "by a similar title",
  manual_override: "by a person's decision",
};

/** Tables of `report.json`'s methods and margins, and a sentence on its audit where there is one. */
export function MatchScore({match_methods: methods, match_margins: margins, audit}) {
  const byMethod = Object.entries(methods).map(([method, tally]) => [METHODS[method] ?? method, tally]);
  const byMargin = margins.map((bin, index) => [describeBin(bin, margins[index + 1]), bin]);
  return html(
    "div",
    {class: "match-score"},
    ShareTable("How the counted torrents were matched", "Matched", byMethod),
    ShareTable("How far the second show is behind, by the margin that a match needs", "Behind by", byMargin),
    audit && html("p", {}, describeAudit(audit)),
  );
}

/** The words for a bin of margins, which ends where the `next` one begins. */
function describeBin({min_margins: min}, next) {
  if (min === null) return "no second show is near";
  const max = next?.min_margins ?? null;
  if (max === null) return `${formatCount(min)} times the minimum or more`;
  const span = `${formatCount(min)} to ${formatCount(max)} times the minimum`;
  return max <= CLEAR_MARGINS ? `${span}: contested` : span;
}

function ShareTable(caption, label, rows) {
  const whole = rows.reduce((sum, [, {downloads}]) => sum + downloads, 0);
  return html(
    "table",
    {class: "about-table"},
    html("caption", {}, caption),
    html("thead", {}, html("tr", {}, Heading(label), Heading("Torrents", "number"), Heading("Of downloads", "number"))),
    html("tbody", {}, ...rows.map((row) => ShareRow(row, whole))),
  );
}

const Heading = (name, kind = null) => html("th", {scope: "col", class: kind}, name);

const ShareRow = ([label, {torrents, downloads}], whole) =>
  html(
    "tr",
    {},
    html("th", {scope: "row"}, label),
    html("td", {class: "number"}, formatCount(torrents)),
    html("td", {class: "number"}, whole > 0 ? formatShare(downloads / whole) : "–"),
  );

function describeAudit({judged_at: judgedAt, judged, right, unsure, precision, low, high}) {
  const sample = `On ${formatDay(judgedAt)} a person judged ${pluralize(judged, "match", "matches")}, drawn by downloads, without seeing what the matcher had chosen`;
  const open = unsure > 0 ? ` and ${formatCount(unsure)} could not be told` : "";
  const interval = `${formatShare(low)}–${formatShare(high)}`;
  return `${sample}: ${formatCount(right)} ${right === 1 ? "was" : "were"} right${open}, ${formatShare(precision)} (95% interval ${interval}).`;
}
