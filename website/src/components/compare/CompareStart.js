// What the compare page holds before anything is chosen: pairs of shows that ran close to each other.

import {showAddress} from "../lib/address.js";
import {isolate} from "../lib/controls.js";
import {html} from "../lib/dom.js";
import {CompareChart} from "./CompareChart.js";
import {stateAddress} from "./state.js";

const PICTURE = {width: 300, height: 96, names: false, axes: false};

/** The `pairs`, each two lines (of tracks.js) drawn by `settings`, as a list; `season` is the season's name. */
export const CompareStart = ({pairs, season, settings}) =>
  html(
    "section",
    {class: "compare-start", "aria-labelledby": "close-pairs"},
    html(
      "div",
      {class: "section-head"},
      html("h2", {id: "close-pairs"}, `Close pairs of ${season}`),
      html("p", {}, "downloads per week since the first torrent"),
    ),
    html(
      "ul",
      {class: "pair-list"},
      pairs.map((lines) => Pair(lines, settings)),
    ),
  );

function Pair(lines, settings) {
  const names = lines.map(({title}) => isolate(title)).join(" and ");
  const address = stateAddress({ids: lines.map(({id}) => id)});
  return html(
    "li",
    {class: "pair"},
    CompareChart({lines, settings, label: `${names}: downloads per week`}, PICTURE),
    lines.map(Name),
    html("a", {class: "pair-link", href: address}, "Compare", html("span", {class: "visually-hidden"}, ` ${names}`)),
  );
}

const Name = ({id, title, colorClass}) =>
  html(
    "p",
    {class: colorClass},
    html("span", {class: "swatch", "aria-hidden": "true"}),
    html("a", {href: showAddress(id)}, title),
  );
