// The files that anybody may download, each with its size and the meaning of its fields.

import {html} from "../lib/dom.js";
import {pluralize} from "../lib/format.js";
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
  const files = listPublished(name, manifest);
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
      ` One row or element: ${row}.`,
      files.length > 0 && html("span", {class: "soft"}, " ", describeFiles(name, files)),
    ),
    tables.length > 0 && details,
  );
}

/** The files of the manifest that a name stands for: itself, or all of a pattern, `weeks/<week>.json`. */
function listPublished(name, {files}) {
  const pattern = new RegExp(`^${name.replaceAll(".", "\\.").replaceAll(/<\w+>/g, "[^/]+")}$`);
  return files.filter((file) => pattern.test(file.name));
}

/** "1,138 kB", or of many files "36 files, 1,200 kB, for example weeks/2026-W10.json". */
function describeFiles(name, files) {
  const size = formatSize(files.reduce((sum, file) => sum + file.size, 0));
  if (!isPattern(name)) return size;
  const last = files.at(-1).name;
  return [`${pluralize(files.length, "file")}, ${size}, for example `, html("a", {href: `./data/${last}`}, last)];
}

const Hidden = (text) => html("span", {class: "visually-hidden"}, text);

/** A definition as a table: fields with types, units and meanings, or the values of an enumeration with theirs. */
export function DefinitionTable({name, description, fields, values}) {
  const heads = fields ? ["Name", "Type, unit", "Meaning"] : ["Value", "Meaning"];
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
