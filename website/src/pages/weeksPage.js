// All weeks, newest first, each with its headline.

import {weekAddress} from "../components/lib/address.js";
import {html} from "../components/lib/dom.js";
import {formatWeekDates} from "../components/lib/format.js";
import {SearchSlot} from "../components/search/SearchSlot.js";

/** What the page is made from. */
export const selectWeeks = (site) => ({
  weeks: site.weeks.map(({week, start_date, headline, downloads}) => ({week, start_date, headline, downloads})),
  searchAddress: site.viewOf("search"),
});

/** The page `{title, description, slots}`. */
export function weeksPage({weeks, searchAddress}) {
  return {
    title: "All weeks",
    description: "Every week's anime download ranking, and what happened in it.",
    slots: {
      search: SearchSlot(searchAddress),
      weeks: html(
        "ul",
        {},
        weeks
          .toReversed()
          .map(({week, start_date: start}) =>
            html("li", {}, html("a", {href: weekAddress(week)}, formatWeekDates(start))),
          ),
      ),
    },
  };
}
