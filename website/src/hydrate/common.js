// What every page does in a browser.

import {dropBrokenPosters} from "../components/lib/Poster.js";

/** Take over what all pages have: posters that cannot be loaded, the search. */
export function hydratePage() {
  dropBrokenPosters(document);
}
