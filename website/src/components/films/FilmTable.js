// Films, OVAs and specials as a table, the most downloads first.

import {weekAddress} from "../lib/address.js";
import {isolate} from "../lib/controls.js";
import {html, svg} from "../lib/dom.js";
import {formatCount, formatShortWeekDates} from "../lib/format.js";
import {Poster} from "../lib/Poster.js";

const FORMATS = {MOVIE: "Film", OVA: "OVA", SPECIAL: "Special"};
/** How many weeks from the first torrent on are drawn. */
export const WEEKS = 20;
const NAMED_GROUPS = 2;

/** The table of films (as `selectFilms` gives them); each can be linked to by its id: `#film-113971`. */
export const FilmTable = (films) =>
  html(
    "table",
    {class: "list-table films"},
    html("caption", {class: "visually-hidden"}, "Films, OVAs and specials by downloads"),
    html("thead", {}, html("tr", {}, HEADS.map(Head))),
    html("tbody", {}, films.map(FilmRow)),
  );

const HEADS = [
  {name: "Film"},
  {name: "Kind", kind: "format"},
  {name: "First week", kind: "first-week"},
  {name: `First ${WEEKS} weeks`, kind: "film-weeks"},
  {name: "Downloads", kind: "number"},
  {name: "Estimated", kind: "number estimated"},
  {name: "Release groups", kind: "groups"},
];

const Head = ({name, kind}) => html("th", {scope: "col", class: kind}, name);

const FilmRow = (film) =>
  html(
    "tr",
    {id: `film-${film.anilist_id}`},
    html(
      "th",
      {scope: "row"},
      html("span", {class: "titled"}, Poster(film, {width: 34, height: 48}), html("span", {}, Title(film))),
    ),
    html("td", {class: "format"}, FORMATS[film.format] ?? film.format),
    html("td", {class: "first-week"}, FirstWeek(film)),
    html("td", {class: "film-weeks"}, WeekBars(film)),
    html("td", {class: "number"}, formatCount(film.downloads)),
    html("td", {class: "number estimated"}, formatEstimate(film)),
    html("td", {class: "groups"}, joinGroups(film.groups)),
  );

const Title = ({title, title_native: native, url}) => [
  html("a", {href: url}, title),
  native !== null && native !== title && [" ", html("small", {lang: "ja"}, native)],
];

const FirstWeek = ({first_week: week, start_date: start}) =>
  start === null
    ? week
    : html(
        "a",
        {href: weekAddress(week)},
        html("span", {class: "dates"}, formatShortWeekDates(start)),
        ` ${start.slice(0, 4)}`,
      );

/** "34%", "under 1%", "–" for nothing. */
function formatEstimate({downloads, downloads_estimated: estimated}) {
  if (estimated === 0) return "–";
  const percent = Math.round((100 * estimated) / downloads);
  return percent === 0 ? "under 1%" : `${percent}%`;
}

function joinGroups(groups) {
  const named = groups.slice(0, NAMED_GROUPS).map(({name}) => isolate(name));
  const others = groups.length - named.length;
  return `${named.join(", ")}${others > 0 ? ` and ${others} more` : ""}`;
}

const PITCH = 6;
const HEIGHT = 28;

/** A bar for each of the first weeks, on the film's own scale; what is estimated of it is paler. */
function WeekBars({colorClass, downloads_weekly: weekly, downloads_estimated_weekly: estimated}) {
  const weeks = weekly.slice(0, WEEKS);
  const scale = HEIGHT / Math.max(...weeks, 1);
  return svg(
    "svg",
    {
      class: `film-bars ${colorClass}`,
      width: PITCH * WEEKS,
      height: HEIGHT + 1,
      viewBox: `0 0 ${PITCH * WEEKS} ${HEIGHT + 1}`,
      "aria-hidden": "true",
    },
    svg("path", {class: "estimated", d: drawBars(weeks, scale)}),
    svg("path", {d: drawBars(weeks, scale, (i) => estimated[i])}),
    svg("path", {class: "axis", d: `M0 ${HEIGHT + 0.5}h${PITCH * WEEKS}`}),
  );
}

/** Bars as a path, each without what `less` takes from its upper end. */
function drawBars(weeks, scale, less = () => 0) {
  const bars = weeks.map((downloads, i) => {
    const height = (downloads - less(i)) * scale;
    return height > 0 ? `M${i * PITCH} ${HEIGHT}v${-Math.max(height, 0.5).toFixed(1)}h${PITCH - 1}V${HEIGHT}z` : "";
  });
  return bars.join("");
}
