// The box that finds shows as a reader types.

import {showAddress} from "../lib/address.js";
import {html} from "../lib/dom.js";
import {pluralize} from "../lib/format.js";

/**
 * `{element, setResult}`: `onType(text)` is called with the text of the box, `setResult(parts)` sets the line beside it.
 *
 * Esc empties the box.
 */
export function SearchBox({onType}) {
  const input = html("input", {type: "search", id: "find", autocomplete: "off", spellcheck: "false"});
  const result = html("output", {for: input.id, class: "search-result"});
  const label = html("label", {for: input.id}, "Find a show");
  input.addEventListener("input", () => onType(input.value));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || input.value === "") return;
    // Else the river, which listens on the document, would drop its selection too.
    event.stopPropagation();
    input.value = "";
    onType("");
  });
  const element = html("div", {class: "search-box"}, label, input, result);
  return {element, setResult: (parts) => result.replaceChildren(...parts)};
}

/**
 * What a search gave, as nodes and texts: how many shows match and how many of them the listed week ranks. A single
 * match that the week does not rank has no row, so a link opens it.
 *
 * `matches` is a set of ids, null when nothing is searched for; `entries` the listed week's rankings by id.
 */
export function describeMatches(matches, entries, shows) {
  if (matches === null) return [];
  if (matches.size === 0) return ["No match."];
  const ranked = [...matches].filter((id) => entries.has(id)).length;
  const total = pluralize(matches.size, "show");
  if (ranked === matches.size) return [total];
  if (matches.size > 1) return [`${total}, ${ranked === 0 ? "none" : ranked} ranked this week`];
  const [id] = matches;
  const link = html("a", {href: showAddress(id), "aria-label": `open ${shows.get(id).title}`}, "open");
  return [`${total}, not ranked this week: `, link];
}
