// All shows as a table, one light row each.

import {seasonAddress, showAddress} from "../lib/address.js";
import {html} from "../lib/dom.js";
import {formatCount} from "../lib/format.js";
import {Poster} from "../lib/Poster.js";

const NAMED_SEASONS = 2;

/** The columns, each with how it is sorted at first: "down" begins with the largest; null cannot be sorted. */
export const COLUMNS = [
  {name: "Show", key: "title", order: "up"},
  {name: "Seasons", key: "season", order: "up"},
  {name: "Downloads", key: "total", order: "down"},
  {name: "Peak", key: "peak", order: "up"},
  {name: "Weeks", key: "weeks", order: "down"},
  {name: "Score", key: "score", order: "down"},
];

/** The table of shows (as `selectShows` gives them), in the order in which they are. */
export const ShowTable = (shows) =>
  html(
    "table",
    {class: "list-table shows"},
    html("caption", {class: "visually-hidden"}, "All shows by downloads"),
    html("thead", {}, html("tr", {}, COLUMNS.map(Head))),
    html("tbody", {}, shows.map(ShowRow)),
  );

const Head = ({name, key}) =>
  html("th", {scope: "col", class: key, "aria-sort": key === "total" ? "descending" : null}, html("span", {}, name));

const ShowRow = ({anilist_id: id, title, native, colorClass, poster, seasons, downloads, peak, weeks, score}) =>
  html(
    "tr",
    {"data-show": id},
    html(
      "th",
      {scope: "row"},
      html(
        "span",
        {class: "titled"},
        Poster({title, colorClass, poster}, {width: 22, height: 31}),
        html(
          "span",
          {},
          html("a", {href: showAddress(id)}, title),
          native && [" ", html("small", {lang: "ja"}, native)],
        ),
      ),
    ),
    html("td", {class: "season", "data-first": seasons.at(-1)?.slug}, Seasons(seasons)),
    html("td", {class: "total"}, formatCount(downloads)),
    html("td", {class: "peak"}, peak === null ? "–" : `#${peak}`),
    html("td", {class: "weeks"}, String(weeks)),
    html("td", {class: "score"}, score === null ? "–" : String(score)),
  );

/** The newest seasons with the show's rank, and how many there are before. */
function Seasons(seasons) {
  const named = seasons.slice(0, NAMED_SEASONS);
  const others = seasons.length - named.length;
  const links = named.map(({slug, season, rank}, i) => [
    i > 0 && ", ",
    html("a", {href: seasonAddress(slug)}, season),
    rank !== null && ` #${rank}`,
  ]);
  return [links, others > 0 && `, and ${others} before`];
}
