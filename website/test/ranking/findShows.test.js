// Finding shows by what people type.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../../scripts/document.js";
import {describeMatches} from "../../src/components/ranking/SearchBox.js";
import {findShows, normalizeTitle} from "../../src/components/ranking/findShows.js";

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

test("a normalised title stays as it is", () => {
  for (const {title, romaji} of SHOWS) {
    for (const normalized of [title, romaji].map(normalizeTitle)) assert.equal(normalizeTitle(normalized), normalized);
  }
});

const TITLED = new Map([1, 2, 3].map((id) => [id, {title: `Show ${id}`}]));
const RESULTS = [
  [null, [], ""],
  [[], [1], "No match."],
  [[1], [1, 2], "1 show"],
  [[1, 2, 3], [3, 2, 1, 4], "3 shows"],
  [[1, 2, 3], [1, 4], "3 shows, 1 ranked this week"],
  [[1, 2, 3], [4], "3 shows, none ranked this week"],
  [[1], [], "1 show, not ranked this week: open"],
];

for (const [ids, ranked, words] of RESULTS) {
  test(`matching ${JSON.stringify(ids)}, ranked ${JSON.stringify(ranked)}: "${words}"`, () => {
    const parts = describeMatches(ids && new Set(ids), new Map(ranked.map((id) => [id, {}])), TITLED);
    assert.equal(parts.map((part) => part.textContent ?? part).join(""), words);
  });
}

test("a single match without a row can be opened", () => {
  const [, link] = describeMatches(new Set([2]), new Map(), TITLED);
  assert.equal(link.getAttribute("href"), "./show/2");
  assert.equal(link.getAttribute("aria-label"), "open Show 2");
});
