// The shows of a week as a table, best rank first.

import {showAddress} from "../lib/address.js";
import {html} from "../lib/dom.js";
import {formatCount} from "../lib/format.js";

/** The table of a week (as `selectWeekModel` gives it). */
export function WeekTable({rows}) {
  return html("table", {class: "week-list"}, html("tbody", {}, rows.map(Row)));
}

const Row = ({anilist_id: id, title, rank, downloads, colorClass}) =>
  html(
    "tr",
    {class: colorClass, "data-show": id},
    html("td", {}, String(rank)),
    html("th", {scope: "row"}, html("a", {href: showAddress(id)}, title)),
    html("td", {}, formatCount(downloads)),
  );
