// The front page: what happened this week, the season's river, and the week as a list.

import {formatWeekDates} from "../components/lib/format.js";
import {decodeSeason} from "../components/lib/seasonDocument.js";
import {RiverBox} from "../components/river/River.js";
import {SearchSlot} from "../components/search/SearchSlot.js";
import {describeHeadline, Headline} from "../components/week/Headline.js";
import {WeekTable} from "../components/week/WeekTable.js";
import {selectWeekModel} from "../components/week/week.js";

/** What the front page is made from: the newest week, the current season's river, and the last season. */
export function selectFront(site) {
  return {
    week: site.week && selectWeekModel(site, site.week),
    river: site.riverAt(site.weeks.at(-1)?.week),
    riverAddress: site.viewOf(site.weeks.at(-1)?.week),
    searchAddress: site.viewOf("search"),
    weeks: site.weeks.map(({week}) => week),
    dataUntil: site.dataUntil,
  };
}

/** The page `{title, description, slots}`. */
export function frontPage({week, river, riverAddress, searchAddress, dataUntil}) {
  const season = decodeSeason(river);
  return {
    title: `${season.name} anime download ranking, ${formatWeekDates(week.start_date)}`,
    description: `${describeHeadline(week)}.`,
    slots: {
      search: SearchSlot(searchAddress),
      eyebrow: `${week.season.season}, week ${week.number} · ${formatWeekDates(week.start_date)} · data to ${dataUntil}`,
      headline: Headline(week),
      deck: null,
      "headline-chart": null,
      cards: null,
      "river-title": `${season.name}, week by week`,
      "river-tools": null,
      river: RiverBox(season, {src: riverAddress, week: week.week}),
      "list-title": formatWeekDates(week.start_date),
      "list-note": null,
      chooser: null,
      list: WeekTable(week),
    },
  };
}
