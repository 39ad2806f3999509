// The tables as CSV, each with what its rows are, its size and its columns.

import {html} from "../lib/dom.js";
import {formatCount} from "../lib/format.js";
import {formatSize} from "./size.js";

/** The tables `[{name, row, description, rows, size}]`. */
export const CsvFiles = (tables) =>
  html(
    "table",
    {class: "about-table"},
    html("caption", {class: "visually-hidden"}, "The tables as CSV"),
    html("thead", {}, html("tr", {}, HEADS.map(Head))),
    html("tbody", {}, tables.map(Row)),
  );

const HEADS = ["File", "A row is", "Rows", "Size"];

const Head = (name, index) => html("th", {scope: "col", class: index > 1 && "number"}, name);

const Row = ({name, row, rows, size}) =>
  html(
    "tr",
    {},
    html("th", {scope: "row"}, html("a", {href: `./data/${name}`, download: true}, name)),
    html("td", {}, row),
    html("td", {class: "number"}, formatCount(rows)),
    html("td", {class: "number"}, formatSize(size)),
  );
