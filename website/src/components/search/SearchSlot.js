// The place of the search in a page's head: a link to all shows until its script has come.

import {SEARCH, SHOWS} from "../lib/address.js";
import {html} from "../lib/dom.js";

/** The place; the document of all shows is at an address that stays, for every page names it. */
export const SearchSlot = () =>
  html("div", {class: "search", "data-src": SEARCH}, html("a", {href: SHOWS}, "All shows"));
