// The shows of a comparison side by side, a row for each number, the best of it in bold.

import {showAddress} from "../lib/address.js";
import {html} from "../lib/dom.js";
import {Poster} from "../lib/Poster.js";
import {listMeasures} from "./measures.js";

/** With more shows than this a head has room for its name alone in its width. */
const MANY = 3;
const TILE = {width: 22, height: 31};

/** The table of `tracks`; `names` are the shows' short names, in their order. */
export function CompareTable(tracks, names) {
  const heads = tracks.map((track, i) => Head(track, names[i]));
  return html(
    "table",
    {class: tracks.length > MANY ? "compare-table many" : "compare-table", id: "compare-table"},
    html("thead", {}, html("tr", {}, html("td", {}), heads)),
    html("tbody", {}, listMeasures(tracks).map(Row)),
  );
}

const Head = ({id, title, colorClass}, name) =>
  html(
    "th",
    {scope: "col", class: colorClass, "data-value": title},
    html(
      "span",
      {class: "head"},
      Poster({title, poster: null, colorClass}, TILE),
      html("a", {href: showAddress(id), title: name === title ? null : title}, name),
    ),
  );

const Row = ({name, short, cells}) =>
  html(
    "tr",
    {},
    html(
      "th",
      {scope: "row", "data-value": name},
      html("span", {class: "long"}, name),
      html("span", {class: "short", "aria-hidden": "true"}, short),
    ),
    cells.map(Cell),
  );

const Cell = ({text, value, note, isBest}) =>
  html(
    "td",
    {class: isBest ? "best" : null, "data-value": value},
    isBest ? html("b", {}, text) : text,
    note && [" ", html("small", {}, note)],
  );
