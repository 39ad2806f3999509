// What every page does in a browser.

import {dropBrokenPosters} from "../components/lib/Poster.js";
import {hydrateSearch} from "./search.js";
import {hydrateTakeAways} from "./takeAway.js";
import {hydrateTray} from "./tray.js";

/**
 * Take over what all pages have: posters that cannot be loaded, the search, whose finds `onMatch` is called with, what takes
 * charts and tables away (`sources` as there), and the shows put aside to compare. What needs a script is seen from now on.
 */
export function hydratePage({onMatch, sources} = {}) {
  document.documentElement.classList.add("scripted");
  dropBrokenPosters(document);
  hydrateSearch({onMatch});
  hydrateTakeAways(sources);
  hydrateTray();
}

/** Say that the page answers: for tests and for measuring, which else could only guess. */
export function markReady() {
  document.documentElement.dataset.ready = "";
}
