// The control that chooses the listed week: a list of weeks, and a step back or forth.

import {nameCertainty} from "../lib/certainty.js";
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

/** The heading over the list says more than there is room for here. */
function Choice(week) {
  const name = `${formatShortWeekDates(week.start_date)} (week ${week.number})`;
  return html("option", {value: week.week}, [name, nameCertainty(week)].filter(Boolean).join(", "));
}

const StepButton = (sign, label) => html("button", {type: "button", class: "step", "aria-label": label}, sign);
