// The search of every page at work: its shows are fetched when a reader comes to it.

import {fill} from "../components/lib/dom.js";
import {SearchBox} from "../components/search/SearchBox.js";
import {decodeShows, findShows} from "../components/search/searchDocument.js";

/** Put the search in its place. `onMatch(ids)` is called with the set of shows found, and with null for an empty box. */
export function hydrateSearch({onMatch = () => {}} = {}) {
  const place = document.querySelector(".search[data-src]");
  if (place === null) return;
  const box = SearchBox();
  connectSearch(box, {address: place.dataset.src, onMatch});
  fill(place, box.element);
  focusOnSlash(box.input);
}

/** Let a box find shows of the document at `address`, those only for which `isOffered`. */
export function connectSearch(box, {address, onMatch = () => {}, isOffered = () => true}) {
  const fetchShows = rememberResult(() => fetchDocument(address));
  const search = async () => {
    const shows = findShows((await fetchShows()).filter(isOffered), box.input.value);
    box.show(shows);
    onMatch(shows && new Set(shows.map(({id}) => id)));
  };
  box.input.addEventListener("focus", fetchShows, {once: true});
  box.input.addEventListener("input", search);
  box.input.addEventListener("keydown", (event) => pressKey(event, box, search));
  box.element.addEventListener("focusout", ({relatedTarget}) => box.element.contains(relatedTarget) || box.show(null));
  box.input.addEventListener("focus", () => box.input.value !== "" && search());
}

/** Its address does not change with its content, so the server is asked whether there is a newer one. */
async function fetchDocument(address) {
  return decodeShows(await (await fetch(address, {cache: "no-cache"})).json());
}

/** What `fetchValue` gave the first time; asked again after a failure. */
function rememberResult(fetchValue) {
  let result = null;
  return () =>
    (result ??= fetchValue().catch((error) => {
      result = null;
      throw error;
    }));
}

function pressKey(event, box, search) {
  const actions = {
    ArrowDown: () => box.move(1),
    ArrowUp: () => box.move(-1),
    Enter: () => box.open(),
    Escape: () => clear(box, search),
  };
  if (!Object.hasOwn(actions, event.key) || event.isComposing) return;
  // Else the river, which listens on the document, would drop its selection too.
  event.stopPropagation();
  event.preventDefault();
  actions[event.key]();
}

function clear(box, search) {
  box.input.value = "";
  search();
}

/** The key that many sites have for their search; not while somebody types. */
function focusOnSlash(input) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea")) return;
    event.preventDefault();
    input.focus();
  });
}
