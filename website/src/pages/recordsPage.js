// The records of the weekly chart, each with who holds it and the next best.

import {weekAddress} from "../components/lib/address.js";
import {html} from "../components/lib/dom.js";
import {formatDay, formatWeekDates} from "../components/lib/format.js";
import {RecordList} from "../components/records/RecordList.js";
import {selectRecordModels} from "../components/records/records.js";

/** What the page is made from: the records, the newest week that they are of, and the day on which the chart begins. */
export function selectRecords(site) {
  const week = site.weeks.find((candidate) => candidate.week === site.records.as_of_week);
  return {
    asOf: week ? {week: week.week, start_date: week.start_date} : null,
    since: site.weeks[0]?.start_date ?? null,
    records: selectRecordModels(site),
  };
}

/** The page `{title, description, slots}`. */
export const recordsPage = ({asOf, since, records}) => ({
  title: "Records",
  description: "The records of the weekly anime download ranking: best week, best premiere, longest at #1, and more.",
  slots: {
    "as-of": asOf
      ? ["The best of all complete weeks, up to ", WeekLink(asOf), "."]
      : "There is no record before the first week is over.",
    records: records.length > 0 ? RecordList(records) : null,
    since: since && `Counted since ${formatDay(since)}.`,
  },
});

const WeekLink = ({week, start_date: start}) => html("a", {href: weekAddress(week)}, formatWeekDates(start));
