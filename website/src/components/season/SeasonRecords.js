// The records of a season as a list: what, who, how much, and the week in which it was.

import {showAddress, weekAddress} from "../lib/address.js";
import {html} from "../lib/dom.js";
import {Poster} from "../lib/Poster.js";

/** The section of a season's records (as `findSeasonRecords` gives them); null without any. */
export function SeasonRecords(records, shows) {
  if (records.length === 0) return null;
  const byId = new Map(shows.map((show) => [show.id, show]));
  return html(
    "section",
    {class: "season-records", "aria-labelledby": "records-title"},
    html("h2", {id: "records-title"}, "Records of the season"),
    html(
      "ul",
      {},
      records.map((record) => Row(record, byId.get(record.id))),
    ),
    html("p", {class: "soft"}, "Of finished weeks; no record is set by a number that is more than 20% estimated."),
  );
}

const Row = ({label, holder, id, value, week, when}, show) =>
  html(
    "li",
    {},
    show ? Poster(show, {width: 30, height: 42}) : html("span", {class: "no-poster"}),
    html(
      "div",
      {class: "record-name"},
      html("span", {class: "record-label"}, label),
      " ",
      show ? html("a", {href: showAddress(id)}, holder) : html("b", {}, holder),
    ),
    html(
      "div",
      {class: "record-value"},
      html("b", {}, value),
      " ",
      week ? html("a", {href: weekAddress(week)}, when) : html("span", {class: "soft"}, when),
    ),
  );
