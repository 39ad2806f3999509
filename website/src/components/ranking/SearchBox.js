// The box that finds shows as one types.

import {html} from "../lib/dom.js";
import {plural} from "../lib/format.js";

/**
 * `{element, say}`: `onType(text)` is called with what stands in the box, `say(words)` sets the line beside it.
 *
 * Esc empties the box.
 */
export function Filter({onType}) {
  const box = html("input", {type: "search", id: "find", autocomplete: "off", spellcheck: "false"});
  const line = html("output", {for: box.id, class: "found"});
  const label = html("label", {for: box.id}, "Find a show");
  box.addEventListener("input", () => onType(box.value));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || box.value === "") return;
    event.stopPropagation();
    box.value = "";
    onType("");
  });
  return {element: html("div", {class: "filter"}, label, box, line), say: (words) => line.replaceChildren(words)};
}

/** How many shows were found, and how many of them the listed week has: "3 shows, 2 in this week's list". */
export function foundWords(found, listed) {
  if (found === null) return "";
  if (found.size === 0) return "No show is called that.";
  const shown = [...found].filter((id) => listed.has(id)).length;
  return shown === found.size
    ? plural(found.size, "show")
    : `${plural(found.size, "show")}, ${shown} in this week's list`;
}
