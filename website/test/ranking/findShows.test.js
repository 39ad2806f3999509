// Finding shows by what people type.

import assert from "node:assert/strict";
import {test} from "node:test";
import {foundWords} from "../../src/components/ranking/SearchBox.js";
import {findShows, fold} from "../../src/components/ranking/findShows.js";

const SHOWS = [
  {id: 1, title: "SPY x FAMILY Season 3", romaji: "SPY×FAMILY Season 3"},
  {id: 2, title: "Ranma½ Season 2", romaji: "Ranma 1/2 (2024) 2nd Season"},
  {id: 3, title: "Re:ZERO", romaji: "Re:Zero kara Hajimeru Isekai Seikatsu"},
  {id: 4, title: "Pokémon", romaji: "Pocket Monsters"},
  {id: 5, title: "<img src=x onerror=alert(1)>", romaji: "進撃の巨人"},
];

const CASES = [
  ["spy", [1]],
  ["SPY FAMILY", [1]],
  ["family spy", [1]],
  ["spyxfamily", [1]],
  ["spy×family", [1]],
  ["ranma 1/2", [2]],
  ["ranma½", [2]],
  ["re zero", [3]],
  ["rezero", [3]],
  ["re : zero", [3]],
  ["POKEMON", [4]],
  ["poke\u0301mon", [4]],
  ["pocket", [4]],
  ["進撃", [5]],
  ["<img", [5]],
  ["season", [1, 2]],
  ["spy pocket", []],
  ["naruto", []],
  ["!!!", []],
];

for (const [query, ids] of CASES) {
  test(`"${query}" finds ${ids.join(", ") || "nothing"}`, () => assert.deepEqual([...findShows(SHOWS, query)], ids));
}

test("nothing asked for is not nothing found", () => {
  for (const query of ["", "  ", "\t"]) assert.equal(findShows(SHOWS, query), null);
});

test("every show is found by its own titles, in any case", () => {
  for (const {id, title, romaji} of SHOWS) {
    for (const query of [title, romaji, title.toUpperCase(), romaji.toLowerCase()]) {
      assert.ok(findShows(SHOWS, query).has(id), query);
    }
  }
});

test("a folded title folds to itself", () => {
  for (const {title, romaji} of SHOWS) {
    for (const folded of [title, romaji].map(fold)) assert.equal(fold(folded), folded);
  }
});

const WORDS = [
  [null, [], ""],
  [[], [1], "No show is called that."],
  [[1], [1, 2], "1 show"],
  [[1, 2, 3], [3, 2, 1, 4], "3 shows"],
  [[1, 2, 3], [1, 4], "3 shows, 1 in this week's list"],
  [[1], [], "1 show, 0 in this week's list"],
];

for (const [found, listed, words] of WORDS) {
  test(`found ${JSON.stringify(found)}, listed ${JSON.stringify(listed)}: "${words}"`, () =>
    assert.equal(foundWords(found && new Set(found), new Set(listed)), words));
}
