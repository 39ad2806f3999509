// A season's view model, cut at a week, and written for a page's script and back.

import assert from "node:assert/strict";
import {test} from "node:test";
import {buildSeason, cutSeason} from "../../src/components/lib/season.js";
import {decodeSeason, encodeSeason} from "../../src/components/lib/seasonDocument.js";
import {buildDocuments} from "../fixtures/documents.js";
import {randomSeason, seasonOf} from "../fixtures/seasons.js";

test("shows stand in the order of the season's ranks, each with the class that it was given", () => {
  const {rankings, seasonShows} = buildDocuments();
  const colors = new Map([[2, "color-1"]]);
  const season = buildSeason(rankings.get("fall-2025"), seasonShows.get("fall-2025"), colors);
  assert.deepEqual(
    [...season.shows.values()].map(({id, rank, colorClass}) => [id, rank, colorClass]),
    [
      [1, 1, "tone-0"],
      [2, 2, "color-1"],
      [3, 3, "tone-0"],
    ],
  );
  assert.equal(season.currentWeek.week, "2025-W41");
});

test("a season cut at a week knows nothing of what came later", () => {
  const season = seasonOf([[[1, 9]], [[1, 8]], [[2, 7]]]);
  const cut = cutSeason(season, "2025-W41");
  assert.deepEqual(
    cut.weeks.map(({week}) => week),
    ["2025-W40", "2025-W41"],
  );
  assert.equal(cut.currentWeek.week, "2025-W41");
});

const pickWeek = ({week, start_date, complete, settled, number, rankings}) => ({
  week,
  start_date,
  complete,
  settled,
  number,
  rankings: rankings.map(({anilist_id, rank, downloads, downloads_estimated}) => [
    anilist_id,
    rank,
    downloads,
    downloads_estimated,
  ]),
});

for (const seed of Array.from({length: 20}, (_, i) => i)) {
  test(`a season survives its document, seed ${seed}`, () => {
    const season = randomSeason(seed);
    const copy = decodeSeason(JSON.parse(JSON.stringify(encodeSeason(season))));
    assert.deepEqual(copy.weeks.map(pickWeek), season.weeks.map(pickWeek));
    const pick = ({id, title, rank, colorClass}) => [id, title, rank, colorClass];
    assert.deepEqual([...copy.shows.values()].map(pick), [...season.shows.values()].map(pick));
    assert.equal(copy.currentWeek?.week, season.currentWeek?.week);
  });
}

test("what a document leaves out is worked out of the weeks: the rank before, the best one, the weeks", () => {
  const season = seasonOf([
    [
      [1, 9],
      [2, 8],
    ],
    [[2, 8]],
    [
      [1, 9],
      [2, 8],
    ],
  ]);
  const {weeks} = decodeSeason(encodeSeason(season));
  const pick = ({anilist_id, previous_rank, peak_rank, weeks_on_chart}) => [
    anilist_id,
    previous_rank,
    peak_rank,
    weeks_on_chart,
  ];
  assert.deepEqual(
    weeks.map(({rankings}) => rankings.map(pick)),
    [
      [
        [1, null, 1, 1],
        [2, null, 2, 1],
      ],
      [[2, 2, 1, 2]],
      [
        [1, null, 1, 2],
        [2, 1, 1, 3],
      ],
    ],
  );
});
