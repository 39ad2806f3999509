// The control that chooses the listed week: a list of weeks, and a step back or forth.

import {certaintyOf} from "../lib/certainty.js";
import {html} from "../lib/dom.js";
import {formatShortWeekDates} from "../lib/format.js";

/**
 * `{element, show}`: `show(week)` makes the control show `week`, `onChoose(week)` is called when a reader chooses one.
 *
 * Weeks are elements of `season.weeks`.
 */
export function WeekChooser({weeks}, {onChoose}) {
  const list = html("select", {id: "week-choice"}, weeks.map(Choice));
  const [back, forth] = [StepButton("‹", "Previous week"), StepButton("›", "Next week")];
  const show = (week) => {
    list.value = week.week;
    back.disabled = week === weeks[0];
    forth.disabled = week === weeks.at(-1);
  };
  const choose = (index) => onChoose(weeks[index]);
  list.addEventListener("change", () => choose(list.selectedIndex));
  back.addEventListener("click", () => choose(list.selectedIndex - 1));
  forth.addEventListener("click", () => choose(list.selectedIndex + 1));
  const label = html("label", {class: "visually-hidden", for: list.id}, "Week to list");
  return {element: html("div", {class: "week-chooser"}, back, label, list, forth), show};
}

/** What there is room for beside a week's dates; the heading says more. */
const CERTAINTY = {unfinished: ", so far", provisional: ", provisional", settled: ""};

function Choice(week) {
  const {week: value, start_date: start, number} = week;
  return html("option", {value}, `${formatShortWeekDates(start)} (week ${number})${CERTAINTY[certaintyOf(week)]}`);
}

const StepButton = (sign, label) => html("button", {type: "button", class: "step", "aria-label": label}, sign);
