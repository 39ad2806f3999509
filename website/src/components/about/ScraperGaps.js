// When the tracker was not read: what of the season rests on estimates.

import {html} from "../lib/dom.js";
import {formatTime, pluralize} from "../lib/format.js";

const [HOUR, MAX_LISTED] = [3_600_000, 10];

/** The gaps (`{at, until}`, in order) of the season named `season`, in words; of many the longest alone. */
export function ScraperGaps(gaps, season) {
  if (gaps.length === 0) return html("p", {class: "soft"}, `No gap was noticed in the readings of ${season}.`);
  const longest = [...gaps].sort((a, b) => measure(b) - measure(a)).slice(0, MAX_LISTED);
  const listed = gaps.filter((gap) => longest.includes(gap));
  return html("div", {}, [
    html("p", {}, describeAll(gaps, season)),
    html(
      "ul",
      {},
      listed.map((gap) => html("li", {}, describeGap(gap))),
    ),
  ]);
}

const measure = ({at, until}) => Date.parse(until) - Date.parse(at);

function describeAll({length}, season) {
  const times = length === 1 ? "Once" : pluralize(length, "time");
  const which = length > MAX_LISTED ? ` These are the ${MAX_LISTED} longest.` : "";
  return `${times} in ${season} nothing was read for more than 6 hours. Downloads in between are counted all the same; on which day they fell is an estimate.${which}`;
}

const describeGap = (gap) =>
  `From ${formatTime(gap.at)} until ${formatTime(gap.until)}: ${describeLength(Math.round(measure(gap) / HOUR))}`;

const describeLength = (hours) => (hours < 48 ? pluralize(hours, "hour") : pluralize(Math.round(hours / 24), "day"));
