// The search box at work: what is typed, which shows match, and the line that says how many.

import {findShows} from "../components/ranking/findShows.js";
import {describeMatches, SearchBox} from "../components/ranking/SearchBox.js";

/** `{element, matches(), list(week)}`: `onMatch(ids)` is called as a reader types, with null when the box is empty. */
export function createShowSearch({shows}, {onMatch}) {
  const searchable = [...shows.values()].filter(({hasPage}) => hasPage);
  let matches = null;
  let entries = new Map();
  const showResult = () => box.setResult(describeMatches(matches, entries, shows));
  const box = SearchBox({
    onType(text) {
      matches = findShows(searchable, text);
      showResult();
      onMatch(matches);
    },
  });
  const list = (week) => {
    entries = week.entries;
    showResult();
  };
  return {element: box.element, matches: () => matches, list};
}
