// Finding shows by what people type.

import assert from "node:assert/strict";
import {test} from "node:test";
import {decodeShows, encodeShows, findShows, normalizeTitle} from "../../src/components/search/searchDocument.js";

const SHOWS = [
  {id: 1, titles: ["SPY x FAMILY Season 3", "SPY×FAMILY Season 3"]},
  {id: 2, titles: ["Ranma½ Season 2", "Ranma 1/2 (2024) 2nd Season"]},
  {id: 3, titles: ["Re:ZERO", "Re:Zero kara Hajimeru Isekai Seikatsu"]},
  {id: 4, titles: ["Pokémon", "Pocket Monsters"]},
  {id: 5, titles: ["<img src=x onerror=alert(1)>", "進撃の巨人"]},
  {id: 6, titles: ["One-Punch Man Season 3", "One Punch Man 3", "ワンパンマン 3", "OPM 3"]},
  {id: 7, titles: ["ONE PIECE", "ワンピース", "OP"]},
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
  ["season", [1, 2, 6]],
  ["man", [6]],
  ["ワンピース", [7]],
  ["opm", [6]],
  ["op", [6, 7]],
  ["one", [6, 7, 5]],
  ["spy pocket", []],
  ["naruto", []],
  ["!!!", []],
];

for (const [query, ids] of CASES) {
  test(`"${query}" finds ${ids.join(", ") || "nothing"}`, () =>
    assert.deepEqual(
      findShows(SHOWS, query).map(({id}) => id),
      ids,
    ));
}

test("nothing asked for is not nothing found", () => {
  for (const query of ["", "  ", "\t"]) assert.equal(findShows(SHOWS, query), null);
});

test("every show is found by all its titles, in any case", () => {
  for (const {id, titles} of SHOWS) {
    for (const query of titles.flatMap((title) => [title, title.toUpperCase(), title.toLowerCase()])) {
      assert.ok(
        findShows(SHOWS, query).some((show) => show.id === id),
        query,
      );
    }
  }
});

test("who begins with what was typed comes first, and says by which title it was found", () => {
  const shows = [
    {id: 1, titles: ["The Rising of the Hero"]},
    {id: 2, titles: ["Hero Academia", "Boku no Hero"]},
  ];
  assert.deepEqual(
    findShows(shows, "hero").map(({id, match}) => [id, match]),
    [
      [2, "Hero Academia"],
      [1, "The Rising of the Hero"],
    ],
  );
  assert.equal(findShows(shows, "boku")[0].match, "Boku no Hero");
});

test("the document of all shows holds every title once, the most downloaded show first", () => {
  const show = (id, downloads, titles) => ({anilist_id: id, downloads, ...titles});
  const document = encodeShows(
    [
      show(1, 5, {title: "A", title_romaji: "A", title_english: null, title_native: "ア", synonyms: ["A", "AA"]}),
      show(2, 9, {title: "B", title_romaji: "Bee", title_english: "B", title_native: null, synonyms: []}),
    ],
    new Map([
      [1, "tone-1"],
      [2, "color-1"],
    ]),
  );
  assert.deepEqual(decodeShows(JSON.parse(JSON.stringify(document))), [
    {id: 2, title: "B", colorClass: "color-1", titles: ["B", "Bee"]},
    {id: 1, title: "A", colorClass: "tone-1", titles: ["A", "ア", "AA"]},
  ]);
});

test("a normalised title stays as it is", () => {
  for (const title of SHOWS.flatMap(({titles}) => titles.map(normalizeTitle)))
    assert.equal(normalizeTitle(title), title);
});
