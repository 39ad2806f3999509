// Who moved most in a week, up and down, and who is not ranked any more.

import {showAddress} from "../lib/address.js";
import {html} from "../lib/dom.js";
import {Poster} from "../lib/Poster.js";
import {listMovers} from "./movers.js";
import {formatChange, formatRankStep} from "./words.js";

const ROWS = 4;
const POSTER = {width: 24, height: 34};

/** The section; null where two weeks cannot be compared. */
export function WeekMovers(week) {
  const {up, down} = listMovers(week);
  if (up.length + down.length === 0) return null;
  return html(
    "section",
    {class: "section", "aria-labelledby": "movers"},
    html(
      "div",
      {class: "section-head"},
      html("h2", {id: "movers"}, "Movers"),
      html("p", {}, "By downloads, among the top 25 of this week and the one before."),
    ),
    html(
      "div",
      {class: "movers"},
      Movers(up, {name: "Up", sign: "▲", kind: "growth"}),
      Movers(down, {name: "Down", sign: "▼", kind: "loss"}),
    ),
    Gone(week.gone),
  );
}

const Movers = (rows, {name, sign, kind}) =>
  html(
    "div",
    {},
    html("h3", {class: kind}, html("span", {"aria-hidden": "true"}, `${sign} `), name),
    rows.length === 0 && html("p", {class: "soft"}, "None."),
    html(
      "ul",
      {class: "mover-list"},
      rows.slice(0, ROWS).map((row) => Mover(row, kind)),
    ),
  );

const Mover = (row, kind) =>
  html(
    "li",
    {"data-show": row.anilist_id},
    Poster(row, POSTER),
    html("a", {href: showAddress(row.anilist_id)}, row.title),
    html("span", {class: "soft"}, formatRankStep(row)),
    html("b", {class: kind}, formatChange(row.change)),
  );

/** Shows that came to their end are no fallers. */
function Gone(shows) {
  if (shows.length === 0) return null;
  const items = shows.map(({anilist_id: id, title, rank}, i) => [
    i > 0 && ", ",
    html("a", {href: showAddress(id)}, title),
    ` (${i === 0 ? "was " : ""}#${rank})`,
  ]);
  return html("p", {class: "gone"}, "Not ranked any more: ", items, ".");
}
