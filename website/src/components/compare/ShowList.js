// The shows of a comparison: the chart's legend, from which one can be taken away.

import {showAddress} from "../lib/address.js";
import {isolate} from "../lib/controls.js";
import {html} from "../lib/dom.js";
import {Poster} from "../lib/Poster.js";
import {describeEnd} from "./CompareChart.js";
import {removeShow, stateAddress} from "./state.js";

const TILE = {width: 22, height: 31};

/** The list of the lines of a model (of model.js); `state` is the page's (of state.js). */
export const ShowList = ({lines, settings}, state) =>
  html(
    "ul",
    {class: "show-chips"},
    lines.map((line) => Chip(line, settings, state)),
  );

function Chip(line, settings, state) {
  const {id, title, colorClass} = line;
  return html(
    "li",
    {class: `show-chip ${colorClass}`},
    Poster({title, poster: null, colorClass}, TILE),
    html(
      "span",
      {class: "names"},
      html("a", {href: showAddress(id)}, title),
      html("small", {}, describeEnd(line, settings)),
    ),
    html(
      "a",
      {class: "remove", href: stateAddress(removeShow(state, id)), "data-step": true},
      html("span", {"aria-hidden": "true"}, "×"),
      html("span", {class: "visually-hidden"}, `Remove ${isolate(title)}`),
    ),
  );
}
