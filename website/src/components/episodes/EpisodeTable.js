// The total of every episode as a table: the chart's twin for those who read tables.

import {html, svg} from "../lib/dom.js";
import {formatCount, formatDay, formatShare, formatShortDay} from "../lib/format.js";

const BAR = {width: 100, height: 8};
const COLUMNS = ["Episode", "First day", "Downloads", "Estimated", "% of best episode"];

/** The table of the episodes of `show`, an element of shows.json. */
export function EpisodeTable({episode_totals: totals, title}) {
  const best = Math.max(...totals.map(({downloads}) => downloads));
  return html(
    "table",
    {class: "episode-table"},
    html("caption", {class: "visually-hidden"}, `Downloads of every episode of ${title}`),
    html("thead", {}, html("tr", {}, COLUMNS.map(Heading))),
    html(
      "tbody",
      {},
      totals.map((total) => EpisodeRow(total, best)),
    ),
  );
}

const Heading = (name) => html("th", {scope: "col"}, name);

function EpisodeRow({episode, first_date, downloads, downloads_estimated}, best) {
  const part = best === 0 ? 0 : downloads / best;
  return html(
    "tr",
    {},
    html("th", {scope: "row"}, String(episode)),
    html("td", {}, html("time", {datetime: first_date, title: formatDay(first_date)}, formatShortDay(first_date))),
    html("td", {class: "number"}, formatCount(downloads)),
    html("td", {class: "number soft"}, formatCount(downloads_estimated)),
    html("td", {class: "bar"}, Bar(part), html("span", {}, formatShare(part))),
  );
}

function Bar(part) {
  const box = {...BAR, viewBox: `0 0 ${BAR.width} ${BAR.height}`, "aria-hidden": "true"};
  return svg("svg", box, svg("rect", {width: Math.round(part * BAR.width * 10) / 10, height: BAR.height}));
}
