// The box that finds shows as a reader types: an input and a list of links below it (ARIA's combobox pattern).
//
// Each link is an option itself: one within an option would be hidden from screen readers, whose options hold text alone.

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
  const popup = Popup({listId, addressOf});
  const status = html("p", {class: "visually-hidden", role: "status"});
  const state = {shows: [], at: 0};

  const mark = () => {
    for (const [index, item] of popup.options().entries()) item.setAttribute("aria-selected", index === state.at);
    if (state.shows.length > 0) input.setAttribute("aria-activedescendant", `${listId}-${state.at}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const show = (shows) => {
    Object.assign(state, {shows: shows?.slice(0, MAX_RESULTS) ?? [], at: 0});
    popup.show(shows);
    input.setAttribute("aria-expanded", String(shows !== null));
    fill(status, shows === null ? "" : describeCount(shows.length));
    mark();
  };
  const move = (step) => {
    if (state.shows.length === 0) return;
    state.at = (state.at + step + state.shows.length) % state.shows.length;
    mark();
  };
  const open = () => popup.options()[state.at]?.click();
  return {element: html("div", {class: "search-box"}, input, popup.element, status), input, show, move, open};
}

/** What hangs below the input: the options and a note, `{element, show(shows), options()}`. */
function Popup({listId, addressOf}) {
  const list = html("div", {id: listId, role: "listbox", "aria-label": "Shows"});
  const note = html("p", {class: "search-note"});
  const element = html("div", {class: "search-popup", hidden: true}, list, note);
  const show = (shows) => {
    const options = (shows ?? []).slice(0, MAX_RESULTS);
    fill(
      list,
      options.map((option, index) => Option(option, `${listId}-${index}`, addressOf(option.id))),
    );
    fill(note, shows === null ? "" : describeRest(shows.length));
    element.hidden = shows === null;
    list.hidden = options.length === 0;
    note.hidden = note.textContent === "";
  };
  return {element, show, options: () => [...list.children]};
}

const Option = ({title, colorClass, match}, id, href) =>
  html(
    "a",
    {id, href, role: "option", class: `search-link ${colorClass}`},
    html("span", {class: "swatch", "aria-hidden": "true"}),
    html("span", {}, title, match !== title && html("small", {}, match)),
  );

const describeRest = (total) => {
  if (total === 0) return "No match.";
  return total > MAX_RESULTS ? `and ${total - MAX_RESULTS} more` : "";
};

const describeCount = (count) => (count === 0 ? "No match." : `${count} ${count === 1 ? "show" : "shows"}`);
