// The section of a show's chart as it is built: its heading, the switch of views, its key, and the chart by date in two widths.

import {isolate} from "../lib/controls.js";
import {TakeAway} from "../share/TakeAway.js";
import {html} from "../lib/dom.js";
import {pluralize} from "../lib/format.js";
import {ByDate} from "./ByDate.js";
import {WIDTHS} from "./frame.js";
import {ChartKey} from "./ChartKey.js";
import {VIEWS} from "./views.js";

/** Too few days (2) make no chart: a sentence says as much. */
const MIN_DAYS = 3;

/**
 * The section's content for a page's inputs (`selectShow`) and its series. The script finds in `data-src` the page's file,
 * and in `data-chart` what else the charts are made of.
 */
export function EpisodesSection({show, dataAddress, projections, gaps, dataUntil, picture}, series) {
  if (series.days.length < MIN_DAYS) return [html("h2", {id: "downloads"}, VIEWS[0].title), ShortHistory(series)];
  const chart = JSON.stringify({projections, gaps, dataUntil});
  return [
    html("div", {class: "section-head chart-head"}, html("h2", {id: "downloads"}, VIEWS[0].title), Switch()),
    ChartKey(series, show.colorClass),
    html(
      "div",
      {
        class: `plot plot-episodes ${show.colorClass}`,
        id: "episodes-chart",
        "data-src": dataAddress,
        "data-chart": chart,
      },
      html("div", {class: "plot-wide"}, ByDate(series, WIDTHS.wide)),
      html("div", {class: "plot-narrow"}, ByDate(series, WIDTHS.narrow)),
    ),
    TakeAway({
      name: `show-${show.anilist_id}`,
      title: `${isolate(show.title)}: downloads per day`,
      chart: "episodes-chart",
      link: true,
      dataUntil,
      picture,
    }),
  ];
}

/** Without a script it is not shown: there is one view then. */
const Switch = () =>
  html(
    "fieldset",
    {class: "view-switch"},
    html("legend", {class: "visually-hidden"}, "View"),
    VIEWS.map(({name, label}, index) =>
      html(
        "label",
        {},
        html("input", {type: "radio", name: "view", value: name, checked: index === 0}),
        html("span", {}, label),
      ),
    ),
  );

function ShortHistory({days, episodes}) {
  const what = `${pluralize(days.at(-1).sum, "download")} of ${pluralize(episodes.length, "episode")}`;
  return html("p", {}, `${what} in ${pluralize(days.length, "day")}: too few days for a chart.`);
}
