// The lines of a comparison as a table of numbers, for a file.

import {isolate} from "../lib/controls.js";
import {toDate} from "./tracks.js";

const FIRST = {week: "week", percent: "week", episode: "episode", daily: "day", total: "day"};

/** The lines of a model (of model.js) as a table of share/readTable.js: a row for each place, a column for each show. */
export function tabulateLines({lines, settings: {align, y}}) {
  const places = [...new Set(lines.flatMap(({points}) => points.map(({x}) => x)))].sort((a, b) => a - b);
  const values = lines.map(({points}) => new Map(points.map(({x, value}) => [x, value])));
  const unit = y === "percent" ? " (% of its first week)" : "";
  const write = (x) => (align === "date" ? toDate(x) : String(x));
  return {
    head: [
      align === "date" ? "from" : FIRST[y],
      ...lines.map(({title}) => (unit === "" ? title : `${isolate(title)}${unit}`)),
    ].map(Cell),
    rows: places.map((x) => ({
      cells: [write(x), ...values.map((byPlace) => writeValue(byPlace.get(x)))].map(Cell),
      isHidden: false,
    })),
  };
}

const writeValue = (value) => (value === undefined ? "" : String(Math.round(value * 100) / 100));

const Cell = (text) => ({text, value: null});
