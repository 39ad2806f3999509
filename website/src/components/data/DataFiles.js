// The files that anybody may download, each with its size and the meaning of its fields.

import {html} from "../lib/dom.js";
import {isPattern, listFiles} from "../about/schema.js";
import {formatSize} from "./size.js";

/** The files that `schema.json` describes, with sizes from `manifest.json`, and for each file tables of its contents. */
export const DataFiles = (schema, manifest) =>
  html(
    "div",
    {class: "files"},
    listFiles(schema).map((file) => DataFile(file, manifest)),
  );

function DataFile({name, description, row, tables}, manifest) {
  const size = manifest.files.find((file) => file.name === name)?.size;
  const isColumns = name.endsWith(".parquet");
  const details = html(
    "details",
    {},
    html("summary", {}, isColumns ? "Columns" : "Fields", Hidden(` of ${name}`)),
    tables.map((table) => DefinitionTable(table)),
  );
  return html(
    "section",
    {class: "file"},
    html("h3", {}, isPattern(name) ? name : html("a", {href: `./data/${name}`}, name)),
    html(
      "p",
      {},
      withCode(description),
      html("span", {class: "soft"}, ` A row is ${row}.`),
      size !== undefined && html("span", {class: "soft"}, ` · ${formatSize(size)}`),
    ),
    tables.length > 0 && details,
  );
}

const Hidden = (text) => html("span", {class: "visually-hidden"}, text);

/** A definition as a table: fields with types, units and meanings, or the values of an enumeration with theirs. */
function DefinitionTable({name, description, fields, values}) {
  const heads = fields ? ["Name", "Type", "Meaning"] : ["Value", "Meaning"];
  return html(
    "table",
    {class: "about-table columns"},
    html("caption", {}, html("code", {}, name), " ", html("span", {}, withCode(description))),
    html("thead", {}, html("tr", {}, heads.map(Heading))),
    html("tbody", {}, (fields ?? values).map(Row)),
  );
}

const Heading = (name) => html("th", {scope: "col"}, name);

function Row({name, type, description}) {
  return html(
    "tr",
    {},
    html("th", {scope: "row"}, html("code", {}, breakable(name))),
    type && html("td", {class: "type"}, type),
    html("td", {}, withCode(description)),
  );
}

/** Text in which `backticks` mark code. */
const withCode = (text) => text.split("`").map((part, i) => (i % 2 === 1 ? html("code", {}, part) : part));

/** A long name may break after an underscore, so that it fits a phone. */
const breakable = (name) => name.split(/(?<=_)/).flatMap((part, i) => (i > 0 ? [html("wbr"), part] : [part]));
