// The seasons as cards: the newest large, the others small, each one link to its season.

import {seasonAddress} from "../lib/address.js";
import {html} from "../lib/dom.js";
import {formatCount, pluralize} from "../lib/format.js";
import {listRankedShows} from "../lib/season.js";
import {Poster} from "../lib/Poster.js";
import {countFinishedWeeks, countWeeksAtFirst, formatSpan} from "./season.js";
import {SmallRiver} from "./SmallRiver.js";

const LARGE = {width: 556, height: 330, lanes: 25};
const SMALL = {width: 318, height: 150, lanes: 15};
const TOP = 3;

/** The newest season: its river, its first three shows and three numbers. `season` is that of lib/season.js. */
export function LargeCard(entry, season, posters) {
  const shows = listRankedShows(season).slice(0, TOP);
  return html(
    "a",
    {class: "season-card season-card-large", href: seasonAddress(entry.slug)},
    SmallRiver(season, LARGE),
    html(
      "span",
      {class: "season-card-words"},
      html("strong", {class: "season-card-name"}, entry.season),
      " ",
      html("span", {class: "season-card-state"}, nameState(entry, season)),
      html("span", {class: "season-card-span"}, season.weeks.length > 0 ? formatSpan(season.weeks) : ""),
      shows.map((show) => TopShow({...show, poster: posters.get(show.id) ?? null})),
      html("span", {class: "season-card-numbers"}, listNumbers(entry, season)),
    ),
  );
}

/** A season before: its river, its champion and how many weeks it led. */
export function SmallCard(entry, season, posters) {
  const [champion] = listRankedShows(season);
  return html(
    "a",
    {class: "season-card", href: seasonAddress(entry.slug)},
    SmallRiver(season, SMALL),
    html(
      "span",
      {class: "season-card-head"},
      html("strong", {class: "season-card-name"}, entry.season),
      " ",
      html("span", {class: "season-card-span"}, nameState(entry, season)),
    ),
    champion && Champion(entry, season, {...champion, poster: posters.get(champion.id) ?? null}),
  );
}

const TopShow = (show) =>
  html(
    "span",
    {class: "season-card-show"},
    html("span", {}, formatCount(show.rank)),
    Poster(show, {width: 30, height: 42}),
    html("b", {}, show.title),
    html("b", {}, formatCount(show.downloads)),
  );

const Champion = (entry, season, show) =>
  html(
    "span",
    {class: "season-card-champion"},
    Poster(show, {width: 34, height: 48}),
    html(
      "span",
      {},
      html(
        "span",
        {class: "season-card-span"},
        `${entry.over ? "Champion" : "Leader"} · led ${countLed(season, show.id)} weeks`,
      ),
      " ",
      html("b", {}, show.title),
    ),
  );

/** "13 of 18": the finished weeks in which a show was #1. */
const countLed = (season, id) => `${countWeeksAtFirst(season).get(id) ?? 0} of ${countFinishedWeeks(season)}`;

function listNumbers({downloads}, season) {
  const [first] = listRankedShows(season);
  const numbers = [
    [formatCount(downloads), "downloads"],
    [formatCount(listRankedShows(season).length), "shows"],
    ...(first ? [[countLed(season, first.id), "weeks led by #1"]] : []),
  ];
  return numbers.map(([value, name]) => html("span", {}, html("b", {}, value), " ", name));
}

/** How far a season is: "running · week 9", "final · 18 weeks". */
export function nameState({over, settled}, {weeks}) {
  if (!over) return `running · week ${Math.max(weeks.length, 1)}`;
  return `${settled ? "final" : "over"} · ${pluralize(weeks.length, "week")}`;
}
