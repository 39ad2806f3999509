// The records, one a row: name and value, who holds it, and two bars that compare it with the next best.

import {showAddress, weekAddress} from "../lib/address.js";
import {html, svg} from "../lib/dom.js";
import {formatCount, formatDay, formatWeekDates} from "../lib/format.js";
import {linkTitles} from "../lib/linkTitles.js";
import {Poster} from "../lib/Poster.js";
import {describeRule, formatRecordValue, nameRecord, recordAnchor} from "./recordNames.js";
import {listBars} from "./records.js";

/** The rows of `selectRecordModels`' records; each can be linked to: `#best-week`. */
export const RecordList = (records) => html("ol", {class: "records"}, records.map(RecordRow));

const RecordRow = (record) =>
  html(
    "li",
    {class: "record", id: recordAnchor(record.kind)},
    html(
      "div",
      {class: "record-head"},
      html("h2", {}, nameRecord(record.kind)),
      html("p", {class: "record-value"}, formatRecordValue(record, record.value)),
    ),
    Holder(record),
    html("div", {class: "record-next"}, Bars(listBars(record)), Rival(record), RunnerUp(record)),
  );

function Holder({kind, text, baseline, holders}) {
  const [first, ...others] = holders;
  const rule = describeRule(kind);
  return html(
    "div",
    {class: "record-holder"},
    first.title !== null && Poster(first, {width: 48, height: 68}),
    html(
      "div",
      {},
      html("p", {class: "record-title"}, Title(first), others.length > 0 && html("small", {}, " ", joinOthers(others))),
      text !== "" && html("p", {}, linkTitles(text, listShows(holders)), "."),
      html(
        "p",
        {class: "record-rule"},
        rule && `${rule} · `,
        WeekLink(first),
        baseline && html("span", {}, " · stands since the first week that was watched"),
      ),
    ),
  );
}

const Title = ({anilist_id: id, title}) =>
  title === null ? "All series together" : html("a", {href: showAddress(id)}, title);

/** Those who share a record: one by its title, more by their number. */
const joinOthers = (others) => (others.length === 1 ? ["and ", Title(others[0])] : `and ${others.length} more`);

function listShows(holders) {
  const rivals = holders
    .filter(({rival_id: id}) => id !== null)
    .map(({rival_id, rival_title}) => ({anilist_id: rival_id, title: rival_title}));
  return [...holders.filter(({title}) => title !== null), ...rivals];
}

/** The day of an episode's downloads, or the days of the week, as a link to the week. */
const WeekLink = ({week, start_date: start, day, episode}) =>
  html(
    "a",
    {href: weekAddress(week)},
    day && episode !== null ? `episode ${episode}, ${formatDay(day)}` : formatWeekDates(start),
  );

function Rival({kind, holders: [holder]}) {
  if (kind !== "closest_first" || holder.rival_title === null) return null;
  const count = holder.rivalDownloads === null ? "" : ` · ${formatCount(holder.rivalDownloads)}`;
  const rival = {anilist_id: holder.rival_id, title: holder.rival_title};
  return html("p", {}, "#2: ", Title(rival), count, ` against ${formatCount(holder.downloads)}`);
}

function RunnerUp({kind, unit, runnerUp}) {
  if (runnerUp === null) return html("p", {class: "soft"}, "Next: nobody yet");
  const [first, ...others] = runnerUp.holders;
  return html(
    "p",
    {class: "soft"},
    "Next: ",
    first.title !== null && [Title(first), " · "],
    html("b", {}, formatRecordValue({kind, unit}, runnerUp.value)),
    others.length > 0 ? [" ", joinOthers(others)] : [" · ", WeekLink({...first, day: null})],
  );
}

const BARS = [
  {y: 0, height: 16},
  {y: 19, height: 10},
];

/** Bars on a common scale, the first thicker; the numbers stand beside them. */
function Bars(bars) {
  const largest = Math.max(...bars.map(({value}) => value), 1);
  return svg(
    "svg",
    {class: "record-bars", viewBox: "0 0 100 29", preserveAspectRatio: "none", "aria-hidden": "true"},
    bars.map(({value, colorClass}, index) =>
      svg("rect", {class: colorClass, ...BARS[index], width: Math.round((1000 * value) / largest) / 10}),
    ),
  );
}
