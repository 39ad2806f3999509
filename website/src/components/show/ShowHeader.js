// The head of a show's page: poster, names, what AniList says of it, and its place in the season.

import {html} from "../lib/dom.js";
import {count, day, plural} from "../lib/format.js";
import {Poster} from "../lib/Poster.js";
import {formatWords, standing, statusWords} from "./labels.js";

const LONG = 60;
const POSTER = {width: 150, height: 212, eager: true};

/** The head of the page of `show`, an element of shows.json, one of the `many` shows that have a rank. */
export function ShowHeader(show, many) {
  return html(
    "header",
    {class: "show-header"},
    Poster(show, POSTER),
    html(
      "div",
      {class: "show-names"},
      html("h1", {class: show.title.length > LONG ? "long" : null}, show.title),
      otherNames(show),
      html("p", {class: "show-facts"}, factsOf(show).join(" · ")),
      html("p", {class: "show-standing"}, Standing(show, many)),
      html("p", {}, html("a", {href: show.url, rel: "noopener"}, "On AniList")),
    ),
  );
}

function otherNames({title, title_romaji, title_native}) {
  const romaji = title_romaji === title ? null : html("span", {lang: "ja-Latn"}, title_romaji);
  const native = [title, title_romaji, null].includes(title_native) ? null : html("span", {lang: "ja"}, title_native);
  return romaji || native ? html("p", {class: "show-other-names"}, romaji, native) : null;
}

function factsOf({format, episodes, status, start_date, continuing}) {
  const facts = [
    formatWords(format),
    episodes === null ? null : plural(episodes, "episode"),
    statusWords(status),
    start_date === null ? null : `began ${day(start_date)}`,
    continuing ? "from an earlier season" : null,
  ];
  return facts.filter((fact) => fact !== null);
}

function Standing(show, many) {
  const place = standing(show, many);
  const downloads = `${count(show.downloads)} ${show.downloads === 1 ? "download" : "downloads"}`;
  return place === null ? [downloads] : [html("strong", {}, place), ` · ${downloads}`];
}
