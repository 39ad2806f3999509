// The place where one more show is chosen: a search whose finds are comparisons with that show.

import {html} from "../lib/dom.js";
import {SearchBox} from "../search/SearchBox.js";
import {MAX_SHOWS} from "./state.js";

/** `{element, box, show(count)}`: a search box and how many shows there are; with six there is no room for more. */
export function AddShow({addressOf}) {
  const box = SearchBox({id: "add", listId: "added", label: "Add a show", addressOf});
  const count = html("span", {class: "count"});
  const element = html("div", {class: "add-show"}, box.element, count);
  const show = (shows) => {
    box.input.value = "";
    box.show(null);
    box.input.disabled = shows >= MAX_SHOWS;
    count.textContent = `${shows} of ${MAX_SHOWS}`;
  };
  return {element, box, show};
}
