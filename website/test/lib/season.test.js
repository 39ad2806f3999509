// The shows of one season, from the list of all.

import assert from "node:assert/strict";
import {test} from "node:test";
import {buildSeason, selectSeasonShows} from "../../src/components/lib/season.js";

const place = (season, rank, downloads) => ({season, rank, downloads});
const show = (id, ...seasons) => ({
  anilist_id: id,
  title: `Show ${id}`,
  title_romaji: `r ${id}`,
  poster: null,
  color: null,
  seasons,
});
const INDEX = {
  shows: [
    show(1, place("Fall 2025", 2, 50), place("Winter 2026", 1, 90)),
    show(2, place("Fall 2025", 1, 70)),
    show(3, place("Winter 2026", null, 0)),
  ],
};

test("a season has its own shows, with their place in it", () => {
  const {shows} = selectSeasonShows(INDEX, "Winter 2026");
  assert.deepEqual(
    shows.map((item) => [item.anilist_id, item.seasonal_rank, item.season_downloads]),
    [
      [1, 1, 90],
      [3, null, 0],
    ],
  );
});

test("the view model of a season is made of them", () => {
  const rankings = {season: "Fall 2025", data_until: "2026-01-20T00:00:00Z", weeks: []};
  const season = buildSeason(rankings, selectSeasonShows(INDEX, "Fall 2025"));
  assert.deepEqual(
    [...season.shows.values()].map(({id, rank, downloads}) => [id, rank, downloads]),
    [
      [2, 1, 70],
      [1, 2, 50],
    ],
  );
});
