// What happened to a show: on phones a line under the chart that names its marks, and everything in a table.

import {html, svg} from "../lib/dom.js";
import {formatDay, formatShortSpan, formatTime, pluralize} from "../lib/format.js";
import {Sign} from "./EventMarks.js";

const IN_LINE = 6;

/** The line and the fold of a series' `events`; null without any. */
export function EventTable(events) {
  if (events.length === 0) return null;
  return [
    html("p", {class: "event-line", "aria-hidden": "true"}, selectInLine(events).map(LineItem)),
    html(
      "details",
      {class: "fold"},
      html("summary", {}, `What happened: ${pluralize(events.length, "event")}`),
      html("table", {class: "event-table"}, html("tbody", {}, events.map(EventRow))),
    ),
  ];
}

/** The kinds that are rare, and of the others the newest; each label once. */
function selectInLine(events) {
  const labels = new Map(events.map((event) => [event.label, event]));
  const single = [...labels.values()];
  const rare = single.filter(({sign}) => sign !== "change");
  const changes = single.filter(({sign}) => sign === "change");
  const others = changes.slice(Math.max(0, changes.length + rare.length - IN_LINE));
  return single.filter((event) => rare.includes(event) || others.includes(event));
}

const Mark = (event) =>
  svg(
    "svg",
    {class: "event-sign", viewBox: "-7 -7 14 14", "aria-hidden": "true"},
    Sign({...event, start: event.until ? -6 : 0, end: 6}, 0),
  );

const LineItem = (event) =>
  html(
    "span",
    {},
    Mark(event),
    ` ${event.label}${event.until === null ? "" : ` ${formatShortSpan(event.at, event.until)}`} `,
  );

function EventRow(event) {
  const {at, text, link} = event;
  return html(
    "tr",
    {},
    html("td", {}, Mark(event), html("time", {datetime: at, title: formatTime(at)}, formatDay(at))),
    html("td", {}, text, link && [" ", html("a", {href: link, rel: "noopener"}, "source")]),
  );
}
