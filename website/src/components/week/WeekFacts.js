// A week in a few numbers, and the buttons that copy it.

import {seasonAddress} from "../lib/address.js";
import {certaintyOf} from "../lib/certainty.js";
import {html} from "../lib/dom.js";
import {formatCount, formatTime, pluralize} from "../lib/format.js";
import {KeySample} from "./Hatching.js";
import {formatEstimate, formatPercent} from "./words.js";

/** The numbers of a week (of week.js). */
export function WeekFacts(week) {
  const {places, rows, downloads, downloads_estimated: estimated, before, dataUntil} = week;
  const percent = before === null ? null : formatPercent(downloads - before, before);
  return html(
    "dl",
    {class: "week-numbers"},
    Fact("Week", places.map(Place), ` ISO ${week.week}`),
    Fact("Downloads", html("b", {}, formatCount(downloads)), week.complete ? percent && ` (${percent})` : " so far"),
    Fact("Ranked shows", html("b", {}, formatCount(rows.length))),
    Fact(["Estimated ", KeySample("hatched")], html("b", {}, formatCount(estimated)), ` (${formatEstimate(week)})`),
    Fact("Status", html("b", {}, STATUS[certaintyOf(week)])),
    dataUntil && Fact("Data to", formatTime(dataUntil)),
    week.complete && Fact("Corrected since", Corrected(week)),
  );
}

const STATUS = {settled: "final", provisional: "provisional", unfinished: "week not over"};

const Fact = (name, ...values) => html("div", {}, html("dt", {}, name), html("dd", {}, values));

const Place = ({slug, season, number}) => [
  html("b", {}, number),
  " of ",
  html("a", {href: seasonAddress(slug)}, season),
  " · ",
];

function Corrected({corrections}) {
  if (corrections.length === 0) return html("b", {}, "nothing");
  return html("a", {href: "#corrections"}, pluralize(corrections.length, "number"));
}

/** The buttons; `texts` (`{text, markdown}`) is what they copy, kept in the page. Without a script there are none. */
export const CopyButtons = ({text, markdown}, {picture}) =>
  html(
    "div",
    {class: "copy-buttons"},
    Button("Copy as text", "text"),
    Button("Copy as Markdown", "markdown"),
    Button("Copy link", "link"),
    picture && html("a", {class: "button", href: picture}, "Picture"),
    html("pre", {hidden: true, "data-text": "text"}, text),
    html("pre", {hidden: true, "data-text": "markdown"}, markdown),
  );

const Button = (label, kind) =>
  html("button", {type: "button", class: "button", "data-copy": kind, hidden: true}, html("span", {}, label));
