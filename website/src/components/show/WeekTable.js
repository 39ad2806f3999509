// A show week by week as a table: what its ribbon draws, each week with a link to its page.

import {weekAddress} from "../lib/address.js";
import {html} from "../lib/dom.js";
import {formatChange, formatCount, formatShortWeekDates} from "../lib/format.js";
import {changeClass, compare} from "./facts.js";

/** The fold with the table of the `weeks` of a page's inputs, the newest first. */
export function WeekTable(weeks) {
  const rows = weeks.map((week, index) => WeekRow(week, weeks[index - 1]));
  return html(
    "details",
    {class: "fold week-fold"},
    html("summary", {}, "Week by week"),
    html(
      "table",
      {class: "show-weeks"},
      html("thead", {}, html("tr", {}, ["Week", "Rank", "Downloads", "vs last week"].map(Heading))),
      html("tbody", {}, rows.reverse()),
    ),
  );
}

const Heading = (name, index) => html("th", {scope: "col", class: index > 0 ? "number" : null}, name);

function WeekRow({week, start_date: start, complete, row}, before) {
  const change = row && complete && before?.row ? compare(row.downloads, before.row.downloads) : null;
  return html(
    "tr",
    {},
    html(
      "th",
      {scope: "row"},
      html("a", {href: weekAddress(week)}, formatShortWeekDates(start)),
      complete ? null : html("small", {}, " so far"),
    ),
    html("td", {class: "number"}, row === null ? "not ranked" : `#${row.rank}`),
    html("td", {class: "number"}, row === null ? "–" : formatCount(row.downloads)),
    html(
      "td",
      {class: "number"},
      change === null ? "" : html("span", {class: changeClass(change)}, formatChange(change)),
    ),
  );
}
