// The box that finds shows as a reader types: an input and a list of links below it (ARIA's combobox pattern).

import {showAddress} from "../lib/address.js";
import {fill, html} from "../lib/dom.js";

const MAX_RESULTS = 8;

/** The search in the head of every page. */
const IN_HEAD = {id: "find", listId: "found", label: "Find a show", addressOf: showAddress};

/**
 * `{element, input, show(shows), move(step), open()}`: `show` lists shows (`{id, title, colorClass, titles}`, null for
 * nothing typed), `move` goes up and down among them, `open` follows the one it came to, which is the first at the start.
 *
 * Another box of a page has its own `id`, `listId` and `label`; `addressOf(id)` is where a show found leads.
 */
export function SearchBox({id, listId, label, addressOf} = IN_HEAD) {
  const input = html("input", {
    type: "search",
    id,
    placeholder: label,
    autocomplete: "off",
    spellcheck: "false",
    role: "combobox",
    "aria-label": label,
    "aria-expanded": "false",
    "aria-controls": listId,
    "aria-autocomplete": "list",
  });
  const list = html("ul", {id: listId, role: "listbox", "aria-label": "Shows", hidden: true});
  const status = html("p", {class: "visually-hidden", role: "status"});
  const state = {shows: [], at: 0};

  const mark = () => {
    for (const [index, item] of [...list.children].entries()) item.setAttribute("aria-selected", index === state.at);
    if (state.shows.length > 0) input.setAttribute("aria-activedescendant", `${listId}-${state.at}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const show = (shows) => {
    Object.assign(state, {shows: shows?.slice(0, MAX_RESULTS) ?? [], at: 0});
    fill(list, shows === null ? null : listItems(state.shows, shows.length, {listId, addressOf}));
    list.hidden = shows === null;
    input.setAttribute("aria-expanded", String(shows !== null));
    fill(status, shows === null ? "" : describeCount(shows.length));
    mark();
  };
  const move = (step) => {
    if (state.shows.length === 0) return;
    state.at = (state.at + step + state.shows.length) % state.shows.length;
    mark();
  };
  const open = () => list.querySelector("[aria-selected=true] a")?.click();
  return {element: html("div", {class: "search-box"}, input, list, status), input, show, move, open};
}

function listItems(shows, total, place) {
  if (total === 0) return html("li", {class: "search-note"}, "No match.");
  const rest = total - shows.length;
  const note = rest > 0 && html("li", {class: "search-note", role: "presentation"}, `and ${rest} more`);
  return [shows.map((show, index) => Item(show, `${place.listId}-${index}`, place.addressOf(show.id))), note];
}

const Item = ({title, colorClass, match}, id, href) =>
  html(
    "li",
    {id, role: "option", class: colorClass},
    html(
      "a",
      {href, class: "search-link"},
      html("span", {class: "swatch", "aria-hidden": "true"}),
      html("span", {}, title, match !== title && html("small", {}, match)),
    ),
  );

const describeCount = (count) => (count === 0 ? "No match." : `${count} ${count === 1 ? "show" : "shows"}`);
