// What all shows had at a place of the chart: the card beside the pointer, and the same as a sentence.

import {isolate} from "../lib/controls.js";
import {html} from "../lib/dom.js";
import {formatCount} from "../lib/format.js";
import {describePlace} from "./finding.js";

/** What the lines of a model have at `x`, the most first: `[{name, colorClass, text}]`. */
export function listValues({lines, settings: {y}}, x) {
  const values = lines.flatMap(({name, colorClass, points}) =>
    points.filter((point) => point.x === x).map(({value, state}) => ({name, colorClass, value, state})),
  );
  return values
    .sort((a, b) => b.value - a.value)
    .map(({name, colorClass, value, state}) => ({name, colorClass, text: describeValue(value, {y, state})}));
}

function describeValue(value, {y, state}) {
  const text = y === "percent" ? `${formatCount(Math.round(value))}%` : formatCount(value);
  return {unfinished: `${text} so far`, provisional: `${text}, provisional`, settled: text}[state];
}

/** The card's content. */
export const CompareCard = (model, x) => [
  html("p", {}, describePlace(x, model.settings)),
  html(
    "ul",
    {},
    listValues(model, x).map(({name, colorClass, text}) =>
      html(
        "li",
        {class: colorClass},
        html("span", {class: "swatch", "aria-hidden": "true"}),
        html("span", {}, name),
        html("b", {}, text),
      ),
    ),
  ),
];

/** The same for a screen reader: "week 3. SPY x FAMILY: 78,000; ONE PIECE: 14,000". */
export const describeValues = (model, x) =>
  `${describePlace(x, model.settings)}. ${listValues(model, x)
    .map(({name, text}) => `${isolate(name)}: ${text}`)
    .join("; ")}`;
