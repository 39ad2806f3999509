// The records, one a row: name and value, who holds it, and two bars that compare it with the next best.

import {showAddress, weekAddress} from "../lib/address.js";
import {html, svg} from "../lib/dom.js";
import {formatCount, formatDay, formatWeekDates} from "../lib/format.js";
import {linkTitles} from "../lib/linkTitles.js";
import {Poster} from "../lib/Poster.js";
import {describeRule, formatRecordValue, nameRecord, recordAnchor} from "./recordNames.js";
import {listBars} from "./records.js";

/** The rows of `selectRecordModels`' records; each can be linked to: `#best-week`. */
export const RecordList = (records) => html("ol", {class: "record-list"}, records.map(RecordRow));

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
    html("div", {class: "record-bars-box"}, Bars(listBars(record)), html("p", {class: "soft"}, compareBars(record))),
  );

function Holder(record) {
  const [first] = record.holders;
  const rule = describeRule(record.kind);
  return html(
    "div",
    {class: "record-holder"},
    first.title !== null && Poster(first, {width: 48, height: 68}),
    html(
      "div",
      {},
      html("p", {}, Sentence(record)),
      html("p", {class: "record-rule"}, rule && `${rule} · `, TimeLink(record.kind, first), Baseline(record)),
    ),
  );
}

/** The files' sentence without the name of its kind, which stands beside it; the holder's title in it is the row's. */
function Sentence(record) {
  const {text, holders} = record;
  if (text === "") return Title(holders[0]);
  const nodes = linkTitles(text.slice(text.indexOf(": ") + 2), listShows(record));
  const holder = nodes.find((node) => typeof node !== "string");
  if (holders[0].title !== null) holder?.setAttribute("class", "record-title");
  return [nodes, /[.!?]\u2069?$/.test(text) ? null : "."];
}

const Title = ({anilist_id: id, title}) =>
  title === null ? "All series together" : html("a", {class: "record-title", href: showAddress(id)}, title);

/** The shows whose titles may stand in a record's sentence. */
function listShows({holders, runnerUp}) {
  const all = [...holders, ...(runnerUp?.holders ?? [])];
  const rivals = all.map(({rival_id: id, rival_title: title}) => ({anilist_id: id, title}));
  return [...all, ...rivals].filter(({title}) => title !== null);
}

const Baseline = ({baseline}) => baseline && " · stands since the first week that was watched";

/** When a value was reached, as a link to its week; of a count of weeks that is the last of them. */
function TimeLink(kind, {week, start_date: start, day, episode}) {
  const time = kind === "best_day" ? `episode ${episode}, ${formatDay(day)}` : formatWeekDates(day ?? start);
  return [COUNTS.has(kind) && "up to ", html("a", {href: weekAddress(week)}, time)];
}

const COUNTS = new Set(["longest_reign", "most_weeks_at_first", "most_weeks_in_top_10", "most_weeks_second"]);

/** The numbers of the two bars, "113,250 against 85,252". */
function compareBars(record) {
  const bars = listBars(record);
  if (bars.length === 1) return "Next: nobody yet";
  const write = isOfDownloads(record.kind) ? formatCount : (value) => formatRecordValue(record, value);
  return bars.map(({value}) => write(value)).join(" against ");
}

const isOfDownloads = (kind) => ["closest_first", "highest_debut"].includes(kind);

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
      svg("rect", {
        class: nameBar(colorClass, bars, index),
        ...BARS[index],
        width: Math.round((1000 * value) / largest) / 10,
      }),
    ),
  );
}

/** Shows of two seasons can have one colour: then the second bar is paler. */
const nameBar = (colorClass, bars, index) =>
  index > 0 && colorClass === bars[0].colorClass ? [colorClass, "paler"].filter(Boolean).join(" ") : colorClass;
