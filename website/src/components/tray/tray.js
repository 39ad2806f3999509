// The shows that a reader has put aside to compare: a short list that outlives a page, where the browser keeps such things.

import {MAX_SHOWS} from "../compare/state.js";

const KEY = "nyaastats.compare";
const COLOR = /^(?:color-(?:[1-9]|10)|tone-\d{1,2})$/;

/** The list with `show` (`{id, title, colorClass}`) at its end, or without it if it is there; a full list stays as it is. */
export function toggleShow(shows, show) {
  const others = shows.filter(({id}) => id !== show.id);
  if (others.length < shows.length || shows.length >= MAX_SHOWS) return others;
  return [...shows, show];
}

/** The list that `text`, of another day or another hand, holds: what is not a show is left out. */
export function parseTray(text) {
  const shows = parseList(text).filter(
    (show) => Number.isSafeInteger(show?.id) && show.id > 0 && typeof show.title === "string",
  );
  return shows.slice(0, MAX_SHOWS).map(({id, title, colorClass}) => ({
    id,
    title,
    colorClass: COLOR.test(colorClass) ? colorClass : "tone-0",
  }));
}

function parseList(text) {
  try {
    const value = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/**
 * `{read(), write(shows)}` over the browser's `storage`; where it keeps nothing (null, full, forbidden), the list lasts as
 * long as the page.
 */
export function openTray(storage) {
  let shows = [];
  const read = () => {
    const text = attempt(() => storage.getItem(KEY));
    if (text) shows = parseTray(text);
    else if (text === null) shows = [];
    return shows;
  };
  const write = (next) => {
    shows = next;
    attempt(() => storage.setItem(KEY, JSON.stringify(next)));
  };
  return {read, write};
}

/** What `action` gives, undefined where the browser does not let it. */
function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}
