// What every page does in a browser.

import {dropBrokenPosters} from "../components/lib/Poster.js";
import {hydrateSearch} from "./search.js";
import {hydrateTakeAways} from "./takeAway.js";

/**
 * Take over what all pages have: posters that cannot be loaded, the search, whose finds `onMatch` is called with, and what
 * takes charts and tables away (`sources` as there).
 */
export function hydratePage({onMatch, sources} = {}) {
  dropBrokenPosters(document);
  hydrateSearch({onMatch});
  hydrateTakeAways(sources);
}

/** Say that the page answers: for tests and for measuring, which else could only guess. */
export function markReady() {
  document.documentElement.dataset.ready = "";
}
