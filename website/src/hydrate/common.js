// What every page does in a browser.

import {dropBrokenPosters} from "../components/lib/Poster.js";
import {hydrateSearch} from "./search.js";

/** Take over what all pages have: posters that cannot be loaded, and the search, whose finds `onMatch` is called with. */
export function hydratePage({onMatch} = {}) {
  dropBrokenPosters(document);
  hydrateSearch({onMatch});
}

/** Say that the page answers: for tests and for measuring, which else could only guess. */
export function markReady() {
  document.documentElement.dataset.ready = "";
}
