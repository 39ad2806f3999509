// The week in four shows: a card each, with its number, its weeks as bars, and how much is estimated.

import {showAddress} from "../lib/address.js";
import {html} from "../lib/dom.js";
import {formatCount} from "../lib/format.js";
import {Poster} from "../lib/Poster.js";
import {LargeBars} from "./Bars.js";
import {chooseCards} from "./chooseCards.js";
import {KeySample} from "./Hatching.js";
import {formatEstimate} from "./words.js";

const POSTER = {width: 32, height: 44, eager: true};
/** From this share on a phone's card says how much is estimated, too. */
const MOSTLY = 0.5;

/** The cards of a week (of week.js); null when no show is ranked. */
export function Cards(week) {
  const cards = chooseCards(week);
  return cards.length === 0 ? null : html("ul", {class: "card-row"}, cards.map(Card));
}

function Card({kind, sign, label, short, row, figure, ...fact}) {
  const {anilist_id: id, title, colorClass, history} = row;
  return html(
    "li",
    {class: `card ${colorClass}`, "data-show": id},
    html("p", {class: `card-label ${kind}`}, html("b", {}, sign), label && Label(label, short)),
    Poster(row, POSTER),
    html("h2", {}, html("a", {href: showAddress(id)}, title)),
    html("p", {class: "card-fact"}, html("b", {}, figure), " ", Fact(fact), Share(row)),
    LargeBars(history),
    Foot(row),
  );
}

const Label = (label, short) => [
  html("span", {class: "wide-only"}, ` ${label}`),
  html("span", {class: "narrow-only"}, ` ${short}`),
];

/** What a figure counts is plain enough where there is room for one line only. */
function Fact({unit, downloads, details}) {
  const wide = (text) => html("span", {class: "wide-only"}, text);
  const count = downloads !== null && [formatCount(downloads), wide(downloads === 1 ? " download" : " downloads")];
  const parts = [count, ...details].filter(Boolean).map((part, i) => [i > 0 && " · ", part]);
  return html("span", {}, unit && wide(parts.length > 0 ? `${unit}, ` : unit), parts);
}

function Share({downloads, downloads_estimated: estimated}) {
  if (estimated < MOSTLY * downloads) return null;
  return html("span", {class: "narrow-only"}, ` · ${formatEstimate({downloads, downloads_estimated: estimated})} est.`);
}

function Foot(row) {
  const weeks = row.history.length - row.history.findIndex((item) => item !== null);
  const estimated = html("span", {}, KeySample("hatched"), ` ${formatEstimate(row)} of this week estimated`);
  return html(
    "p",
    {class: "card-foot"},
    html("span", {}, weeks === 1 ? "first week" : `${weeks} weeks`),
    row.downloads_estimated > 0 && estimated,
  );
}
