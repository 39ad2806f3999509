// The tables as CSV, each with what its rows are, its size and its columns.

import {html} from "../lib/dom.js";
import {formatCount} from "../lib/format.js";
import {DefinitionTable} from "./DataFiles.js";
import {formatSize} from "./size.js";

/** The tables `[{name, row, description, rows, size, fields}]`, as csv.js has them, with their sizes. */
export const CsvFiles = (tables) => html("div", {}, List(tables), tables.map(Columns));

function Columns({name, description, fields}) {
  const columns = fields.map(({type, unit, ...field}) => ({...field, type: unit ? `${type}, ${unit}` : type}));
  return html(
    "details",
    {class: "fold csv-columns"},
    html("summary", {}, `Columns of ${name}`),
    DefinitionTable({name, description, fields: columns}),
  );
}

const List = (tables) =>
  html(
    "table",
    {class: "about-table csv-files"},
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
