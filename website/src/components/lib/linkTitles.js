// A sentence that the ETL has written, with the titles in it as links to their pages.

import {showAddress} from "./address.js";
import {isolate} from "./controls.js";
import {html} from "./dom.js";

/**
 * The sentence `text` as nodes; `shows` (`{anilist_id, title}`) are those whose titles stand in it.
 *
 * A title that holds another one (`DAN DA DAN Season 2`, `DAN DA DAN`) goes first.
 */
export function linkTitles(text, shows) {
  const longest = shows.toSorted((a, b) => b.title.length - a.title.length);
  return splitAt(text, longest);
}

function splitAt(text, [show, ...others]) {
  if (!show || text === "") return text === "" ? [] : [text];
  // The ETL isolates a title that is written from the right; an older one did not.
  const written = text.includes(isolate(show.title)) ? isolate(show.title) : show.title;
  const parts = text.split(written).map((part) => splitAt(part, others));
  const link = () => html("a", {href: showAddress(show.anilist_id)}, isolate(bindNumber(show.title)));
  return parts.flatMap((part, index) => (index === 0 ? part : [link(), ...part]));
}

/** A title whose last number stays with the word before it: "Season 3". */
const bindNumber = (title) => title.replace(/ (\d+)$/, "\u00a0$1");
