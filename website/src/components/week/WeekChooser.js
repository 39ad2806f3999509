// The control that chooses the listed week: a step back or forth, and without a script links to the weeks' pages.

import {weekAddress} from "../lib/address.js";
import {nameCertainty} from "../lib/certainty.js";
import {html} from "../lib/dom.js";
import {formatShortWeekDates} from "../lib/format.js";

/**
 * The control; `weeks` are `{week, start_date, number, complete, settled}`, oldest first, `chosen` the name of one. The list
 * is hidden until the script comes (hydrate/weekChooser.js).
 */
export function WeekChooser(weeks, chosen) {
  const index = weeks.findIndex(({week}) => week === chosen);
  return html(
    "div",
    {class: "week-chooser", role: "group", "aria-label": "Choose a week"},
    Step(weeks[index - 1], {rel: "prev", sign: "←", label: "Previous week"}),
    html(
      "select",
      {hidden: true, "aria-label": "Week to list"},
      weeks.map((week) => html("option", {value: week.week, selected: week.week === chosen}, nameChoice(week))),
    ),
    Step(weeks[index + 1], {rel: "next", sign: "→", label: "Next week"}),
  );
}

/** The heading over the list says more than there is room for here. */
const nameChoice = (week) =>
  [`${formatShortWeekDates(week.start_date)} (week ${week.number})`, nameCertainty(week)].filter(Boolean).join(", ");

/** A link without an address leads nowhere: there is no such week. */
function Step(week, {rel, sign, label}) {
  const attributes = {class: "step", "aria-label": label};
  if (!week) return html("a", {...attributes, role: "link", "aria-disabled": "true"}, sign);
  return html("a", {...attributes, rel, href: weekAddress(week.week), "data-week": week.week}, sign);
}
