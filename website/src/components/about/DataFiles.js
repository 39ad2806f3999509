// The files that anybody may download, each with its size and its columns.

import {FILES} from "./columns.js";
import {html} from "../lib/dom.js";
import {formatCount} from "../lib/format.js";

/** A list of files with links, sizes as `manifest.json` says, and for each file a table of what it holds. */
export const DataFiles = (manifest) => html("div", {class: "files"}, ...FILES.map((file) => dataFile(file, manifest)));

function dataFile({name, about, parts}, manifest) {
  const size = manifest.files.find((file) => file.name === name)?.size;
  return html(
    "section",
    {class: "file"},
    html("h3", {}, html("a", {href: `./data/${name}`}, name)),
    html("p", {}, about, size !== undefined && html("span", {class: "soft"}, ` · ${kilobytes(size)}`)),
    html("details", {}, html("summary", {}, "Columns", hidden(` of ${name}`)), ...parts.map(columnTable)),
  );
}

const kilobytes = (bytes) => `${formatCount(Math.ceil(bytes / 1000))} kB`;

const hidden = (words) => html("span", {class: "visually-hidden"}, words);

/** One contract as a table: its columns' names, types with units, and meanings. */
export function columnTable({about, columns}) {
  const heads = ["Name", "Type", "Meaning"].map((name) => html("th", {scope: "col"}, name));
  return html(
    "table",
    {class: "about-table columns"},
    html("caption", {}, about),
    html("thead", {}, html("tr", {}, heads)),
    html("tbody", {}, ...columns.map(columnRow)),
  );
}

function columnRow([name, type, meaning]) {
  return html(
    "tr",
    {},
    html("th", {scope: "row"}, html("code", {}, breakable(name))),
    html("td", {class: "type"}, type),
    html("td", {}, meaning),
  );
}

/** A long name may break after an underscore, so that it fits a phone. */
const breakable = (name) => name.split(/(?<=_)/).flatMap((part, i) => (i > 0 ? [html("wbr"), part] : [part]));
