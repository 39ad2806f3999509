// The filter box at work: what is typed, which shows that finds, and what is said about them.

import {Filter, foundWords} from "../components/ranking/SearchBox.js";
import {findShows} from "../components/ranking/findShows.js";

/** `{element, found(), list(week)}`: `onFound(ids)` is called as one types, with null when nothing is asked for. */
export function showFinder({shows}, {onFound}) {
  let found = null;
  let listed = new Set();
  const say = () => box.say(foundWords(found, listed));
  const box = Filter({
    onType(text) {
      found = findShows(shows.values(), text);
      say();
      onFound(found);
    },
  });
  const list = ({rankings}) => {
    listed = new Set(rankings.map(({anilist_id: id}) => id));
    say();
  };
  return {element: box.element, found: () => found, list};
}
