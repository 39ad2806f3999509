// From a week to the ones before and after it, at the top of its page and at its foot.

import {weekAddress} from "../lib/address.js";
import {html} from "../lib/dom.js";
import {formatShortWeekDates, formatWeekDates} from "../lib/format.js";

/** Over the page: the two weeks, and between them which one this is. */
export function WeekSteps(week) {
  const {previous, next, start_date: start, places} = week;
  return html(
    "nav",
    {class: "week-steps", "aria-label": "Weeks"},
    Step(previous, {rel: "prev", label: "Week before", sign: ["← ", ""]}),
    html("p", {}, html("b", {}, formatWeekDates(start)), places.map(Place)),
    Step(next, {rel: "next", label: "Next week", sign: ["", " →"]}),
  );
}

const Place = ({season, number}) => html("span", {}, `${season}, week ${number}`);

/** A week that is not over is no step on yet. On a phone only its arrow is seen. */
function Step(week, {rel, label, sign: [before, after]}) {
  if (week === null) return html("span", {class: "no-step"});
  const dates = formatShortWeekDates(week.start_date);
  const text = [before, html("span", {class: "wide-only"}, week.complete ? dates : `${dates}, not over yet`), after];
  if (!week.complete) return html("span", {class: "step unfinished"}, text);
  const attributes = {class: "step", rel, href: weekAddress(week.week), "aria-label": `${label}, ${dates}`};
  return html("a", attributes, text);
}

/** At its foot: the same, larger. */
export function WeekStepsFoot({previous, next}) {
  return html(
    "nav",
    {class: "week-steps-foot", "aria-label": "Weeks before and after"},
    previous && Neighbour(previous, {rel: "prev", label: "← Week before"}),
    next && Neighbour(next, {rel: "next", label: "Next week →"}),
  );
}

function Neighbour({week, start_date: start, complete}, {rel, label}) {
  const words = [html("span", {}, label), html("b", {}, formatWeekDates(start), !complete && ", not over yet")];
  if (!complete) return html("span", {class: "neighbour unfinished"}, words);
  return html("a", {class: `neighbour ${rel}`, rel, href: weekAddress(week)}, words);
}
