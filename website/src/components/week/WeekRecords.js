// The records of a week: each a number, and the sentence that the ETL words.

import {html} from "../lib/dom.js";
import {formatCount} from "../lib/format.js";
import {linkTitles} from "../lib/linkTitles.js";

const MAX_RECORDS = 5;

/** The section; null when the week set no record. */
export function WeekRecords({records, rows}) {
  if (records.length === 0) return null;
  const colors = new Map(rows.map((row) => [row.anilist_id, row.colorClass]));
  return html(
    "section",
    {class: "section", "aria-labelledby": "records"},
    html("h2", {id: "records"}, "Records of the week"),
    html(
      "ul",
      {class: "records"},
      pickRecords(records).map((record) => Record(record, colors)),
    ),
  );
}

/** A record that was only equalled or went on is told after those that were broken. */
const pickRecords = (records) =>
  [...records.filter(({change}) => change === "set"), ...records.filter(({change}) => change !== "set")].slice(
    0,
    MAX_RECORDS,
  );

const Record = (record, colors) =>
  html(
    "li",
    {class: colors.get(record.holders[0].anilist_id)},
    html("b", {}, formatRecord(record)),
    html("p", {}, linkTitles(record.text, listShows(record)), "."),
  );

/** The number of a record in its unit: "90,543", "+6", "#2", "2.5%", "12 weeks". */
export function formatRecord({kind, unit, value}) {
  if (unit === "rank") return `#${value}`;
  if (unit === "ranks") return `${kind === "biggest_fall" ? "−" : "+"}${value}`;
  if (unit === "basis_points") return `${(value / 100).toFixed(1)}%`;
  return unit === "weeks" ? `${formatCount(value)} ${value === 1 ? "week" : "weeks"}` : formatCount(value);
}

/** All shows that may stand in its sentence. */
function listShows({holders, former}) {
  const all = [...holders, ...(former?.holders ?? [])];
  const named = all.flatMap((holder) => [
    {anilist_id: holder.anilist_id, title: holder.title},
    {anilist_id: holder.rival_id, title: holder.rival_title},
  ]);
  return [...new Map(named.filter(({title}) => title !== null).map((show) => [show.anilist_id, show])).values()];
}
