// The section "Rank by week": its heading with debut and peak, the ribbon in two widths, and the table of weeks.

import {fill, html} from "../lib/dom.js";
import {pluralize} from "../lib/format.js";
import {WIDTHS} from "../episodes/frame.js";
import {describeTopWeeks} from "./labels.js";
import {isFlat, RankRibbon} from "./RankRibbon.js";
import {WeekTable} from "./WeekTable.js";

/** The section of a page, from its inputs (`selectShow`), their facts and the series of its chart; null without a rank. */
export function RankSection({show, weeks}, facts, series) {
  if (facts.ranked.length === 0) return null;
  const kind = isFlat(weeks) ? "plot-flat" : "plot-moving";
  return html(
    "section",
    {class: "section rank-section", "aria-labelledby": "ranks"},
    html("div", {class: "section-head"}, html("h2", {id: "ranks"}, "Rank by week"), Summary(facts)),
    html(
      "div",
      {class: `plot plot-ranks ${kind} ${show.colorClass}`, "data-ranks": JSON.stringify(encodeRanks(weeks, series))},
      html("div", {class: "plot-wide"}, RankRibbon(weeks, series, WIDTHS.wide)),
      html("div", {class: "plot-narrow"}, RankRibbon(weeks, series, WIDTHS.narrow)),
    ),
    WeekTable(weeks),
  );
}

/** What the script draws the ribbon from, for another width. */
const encodeRanks = (weeks, {from, to}) => ({
  from,
  to,
  weeks: weeks.map(({start_date: start, complete, row}) => [
    start,
    Number(complete),
    row?.rank ?? 0,
    row?.downloads ?? 0,
  ]),
});

function decodeRanks({from, to, weeks}) {
  return {span: {from, to}, weeks: weeks.map(decodeWeek)};
}

const decodeWeek = ([start, complete, rank, downloads]) => ({
  start_date: start,
  complete: complete === 1,
  row: rank === 0 ? null : {rank, downloads},
});

/** Draw the ribbon of `plot`, the box of the section, for its real width. */
export function drawRanks(plot) {
  const {weeks, span} = decodeRanks(JSON.parse(plot.dataset.ranks));
  fill(plot, RankRibbon(weeks, span, plot.clientWidth));
}

function Summary(facts) {
  const {debut, peak, ranked} = facts;
  const parts = [
    ["Debut ", html("b", {}, `#${debut}`)],
    ["peak ", html("b", {}, `#${peak}`)],
    describeTopWeeks(facts),
    `${pluralize(ranked.length, "week")} on the chart`,
    "as thick as its downloads",
  ].filter(Boolean);
  return html(
    "p",
    {},
    parts.flatMap((part, index) => (index === 0 ? part : [" · ", part])),
  );
}
