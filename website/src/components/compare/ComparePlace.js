// The compare page's own part: its places, which the script fills, and what it says without one.

import {html} from "../lib/dom.js";
import {TakeAway} from "../share/TakeAway.js";

/** The places; `address` is where the document of all shows is. */
export const ComparePlace = (address) =>
  html(
    "div",
    {class: "compare", "data-src": address},
    html("h1", {id: "finding"}, "Compare shows"),
    html("p", {class: "lede compare-lede"}, "Put up to six shows of any season side by side."),
    html(
      "noscript",
      {},
      html(
        "p",
        {},
        "Choosing shows needs JavaScript. Below are close pairs of this season, with links to their pages.",
      ),
    ),
    html("div", {class: "compare-messages", role: "status"}),
    html("div", {class: "compare-share part"}, ChartTakeAway()),
    html("div", {class: "compare-shows part"}),
    html("div", {class: "compare-switches part"}),
    html("div", {class: "compare-chart part", id: "compare-chart"}),
    html("div", {class: "compare-side part"}),
  );

const ChartTakeAway = () =>
  TakeAway({
    name: "compare",
    title: "Comparison",
    table: "compare-table",
    chart: "compare-chart",
    link: true,
    kinds: ["link", "markdown", "csv", "svg", "png"],
    primary: "link",
  });
