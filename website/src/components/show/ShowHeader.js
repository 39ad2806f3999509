// The head of a show's page: poster, names, facts from AniList, and its place in the season.

import {html} from "../lib/dom.js";
import {formatDay, pluralize} from "../lib/format.js";
import {Poster} from "../lib/Poster.js";
import {formatLabel, rankLabel, statusLabel} from "./labels.js";

const LONG_TITLE = 60;
const POSTER = {width: 150, height: 212, eager: true};

/** The head of the page of `show`, an element of shows.json; `total` shows have a rank in the season of that name. */
export function ShowHeader(show, {season, total}) {
  return html(
    "header",
    {class: "show-header"},
    Poster(show, POSTER),
    html(
      "div",
      {class: "show-names"},
      html("h1", {class: show.title.length > LONG_TITLE ? "long" : null}, show.title),
      OtherNames(show),
      html("p", {class: "show-facts"}, listFacts(show).join(" · ")),
      html("p", {class: "show-standing"}, standingParts(show, {season, total})),
      html(
        "p",
        {},
        html("a", {href: show.url, rel: "noopener"}, "AniList ", html("span", {"aria-hidden": "true"}, "↗")),
      ),
    ),
  );
}

function OtherNames({title, title_romaji, title_native}) {
  const romaji = title_romaji === title ? null : html("span", {lang: "ja-Latn"}, title_romaji);
  const native = [title, title_romaji, null].includes(title_native) ? null : html("span", {lang: "ja"}, title_native);
  return romaji || native ? html("p", {class: "show-other-names"}, romaji, native) : null;
}

function listFacts(show) {
  const {format, episodes, status, start_date, continuing} = show;
  const facts = [
    formatLabel(format),
    episodes === null ? null : pluralize(episodes, "episode"),
    statusLabel(status),
    countedUntil(show),
    start_date === null ? null : `began ${formatDay(start_date)}`,
    continuing ? "continuing from an earlier season" : null,
  ];
  return facts.filter((fact) => fact !== null);
}

/** A show that has ended is counted for some weeks more: its rank is not final, and this says why. */
function countedUntil({status, last_day: lastDay, rank_is_final: isFinal}) {
  return status === "FINISHED" && lastDay !== null && !isFinal ? `counted until ${formatDay(lastDay)}` : null;
}

/** A rank is one of a season, also that of a show which runs through many: it stands beside the downloads it is by. */
function standingParts(show, {season, total}) {
  const rank = rankLabel(show, total);
  if (rank === null) return [pluralize(show.downloads, "download")];
  return [html("strong", {}, rank), ` in ${season} · ${pluralize(show.season_downloads, "download")}`];
}
