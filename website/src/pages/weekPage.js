// A week for ever: its headline, recap, chart, movers, records, corrections, and the river up to then.

import {weekAddress} from "../components/lib/address.js";
import {resolveAddress} from "../components/lib/dom.js";
import {formatWeekDates} from "../components/lib/format.js";
import {decodeSeason} from "../components/lib/seasonDocument.js";
import {RiverBox} from "../components/river/River.js";
import {SearchSlot} from "../components/search/SearchSlot.js";
import {describeHeadline, Headline} from "../components/week/Headline.js";
import {WeekTable} from "../components/week/WeekTable.js";
import {selectWeekModel} from "../components/week/week.js";

/** What the page of `chart`, an element of `site.weeks`, is made from. */
export const selectWeek = (site, chart) => ({
  week: selectWeekModel(site, chart),
  river: site.riverAt(chart.week),
  riverAddress: site.viewOf(chart.week),
  searchAddress: site.viewOf("search"),
});

/** The page `{title, description, previous, next, slots}`. */
export function weekPage({week, river, riverAddress, searchAddress}) {
  const address = (neighbour) => neighbour && resolveAddress(weekAddress(neighbour.week));
  return {
    title: `Anime downloads, ${formatWeekDates(week.start_date)}`,
    description: `${describeHeadline(week)}.`,
    previous: address(week.previous),
    next: address(week.next),
    slots: {
      search: SearchSlot(searchAddress),
      steps: null,
      headline: Headline(week),
      recap: null,
      facts: null,
      "list-title": "Top 15",
      "list-note": null,
      list: WeekTable(week),
      movers: null,
      records: null,
      corrections: null,
      "river-title": "The season up to this week",
      "river-tools": null,
      river: river && RiverBox(decodeSeason(river), {src: riverAddress, week: week.week}),
      "more-steps": null,
    },
  };
}
