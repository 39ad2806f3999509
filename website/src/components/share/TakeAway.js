// A row of buttons beside a chart or a table, to take it elsewhere: as text, file, picture or link.

import {isolate} from "../lib/controls.js";
import {html} from "../lib/dom.js";

const LABELS = {
  link: "Copy link",
  text: "Copy table",
  markdown: "Markdown",
  csv: "CSV",
  svg: "SVG",
  png: "PNG",
};
const OF_TABLE = ["text", "markdown", "csv"];
const OF_CHART = ["svg", "png"];

/**
 * The buttons of a chart, a table or both.
 *
 * - `name`: what files are called, `week-2026-W03`; `title`: what stands over a picture.
 * - `table`, `chart`: the ids of the `<table>` and of the element that holds the chart's `<svg>`.
 * - `link`: the address that is copied, from the site's root, `true` for the page's own; none if left out.
 * - `dataUntil`: the day up to which the numbers go, written on pictures of what can still change.
 * - `picture`: the address of a picture that was drawn of it; none if left out.
 * - `kinds`: which buttons, of `link text markdown csv svg png`, in this order; else all that there can be.
 * - `primary`: the one that stands out.
 */
export function TakeAway({
  name,
  title,
  table = null,
  chart = null,
  link = null,
  dataUntil = null,
  picture = null,
  kinds = null,
  primary = null,
}) {
  const possible = [...(table ? OF_TABLE : []), ...(chart ? OF_CHART : []), ...(link ? ["link"] : [])];
  return html(
    "div",
    {
      class: "take-away",
      role: "group",
      "aria-label": `Take away: ${isolate(title)}`,
      "data-name": name,
      "data-title": title,
      "data-table": table,
      "data-chart": chart,
      "data-link": link === true ? null : link,
      "data-until": dataUntil,
    },
    (kinds ?? possible).map((kind) =>
      html(
        "button",
        {type: "button", class: kind === primary ? "button primary" : "button", "data-take": kind},
        LABELS[kind],
      ),
    ),
    picture && html("a", {class: "button", href: picture}, "Picture"),
    html("span", {class: "visually-hidden", role: "status"}),
  );
}
