// The place of the search in a page's head: a link to all shows until its script has come.

import {SHOWS} from "../lib/address.js";
import {html} from "../lib/dom.js";

/** The place; `address` is where the document of all shows is. */
export const SearchSlot = (address) =>
  html("div", {class: "search", "data-src": address}, html("a", {href: SHOWS}, "All shows"));
