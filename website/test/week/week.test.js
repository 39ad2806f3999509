// The view model of a week: what is compared, what is new, and what is known of its neighbours.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../../scripts/document.js";
import {buildSite} from "../../scripts/site.js";
import {selectRanks, selectWeekModel, summarizeWeek} from "../../src/components/week/week.js";
import {buildDocuments, UNTIL} from "../fixtures/documents.js";

const select = (index, change = () => {}) => {
  const documents = buildDocuments();
  change(documents);
  const site = buildSite(documents);
  return selectWeekModel(site, site.weeks[index]);
};

test("changes are there between two weeks that are over, and nowhere else", () => {
  const changes = [0, 1, 2].map((index) => select(index).rows.map(({change}) => change));
  assert.deepEqual(changes, [
    [null, null, null],
    [-1000, -1000, -1000],
    [null, null, null],
  ]);
  assert.deepEqual([select(0).before, select(1).before, select(2).before], [null, 29_700, null]);
});

test("a row has its weeks so far, null where it was not ranked", () => {
  const history = ({rows}) => rows[0].history.map((item) => item?.downloads ?? null);
  assert.deepEqual(history(select(2)), [10_000, 9000, 8000]);
  const late = select(2, ({weeks}) => (weeks[0].rows = weeks[0].rows.slice(1)));
  assert.deepEqual(history(late), [null, 9000, 8000]);
});

test("the best week is better than all complete ones before, and a first is the best of none", () => {
  const better = ({weeks}) => (weeks[1].rows[0].downloads = 10_001);
  assert.deepEqual(
    select(1, better).rows.map(({isBestWeek}) => isBestWeek),
    [true, false, false],
  );
  assert.ok(select(0).rows.every(({isBestWeek}) => !isBestWeek));
});

test("who is not ranked any more is named, with the rank of the week before", () => {
  const gone = select(1, ({weeks}) => (weeks[1].rows = weeks[1].rows.slice(0, 2))).gone;
  assert.deepEqual(gone, [{anilist_id: 3, title: "Cat", rank: 3}]);
  assert.deepEqual(select(2, ({weeks}) => (weeks[2].rows = [])).gone, []);
});

test("a week knows its neighbours, its place in the season, and its corrections", () => {
  const correction = {week: "2025-W41", anilist_id: 1};
  const week = select(1, (documents) => (documents.corrections.corrections = [correction, {week: "2025-W40"}]));
  assert.deepEqual(week.places, [{slug: "fall-2025", season: "Fall 2025", number: 2}]);
  assert.deepEqual([week.previous.week, week.next.week, week.next.complete], ["2025-W40", "2025-W42", false]);
  assert.deepEqual(week.corrections, [correction]);
  assert.deepEqual([select(0).previous, select(2).next], [null, null]);
});

test("a settled week does not know until when there are data: its page stays as it is", () => {
  assert.deepEqual(
    [0, 1, 2].map((index) => select(index).dataUntil),
    [null, UNTIL, UNTIL],
  );
});

test("ranks go back sixteen weeks and down to the fifteenth", () => {
  const titles = Array.from({length: 20}, (_, i) => `Show ${i + 1}`);
  const site = buildSite(buildDocuments({titles}));
  const ranks = selectRanks(site, site.weeks[1]);
  assert.deepEqual(ranks.weeks, ["2025-09-29", "2025-10-06"]);
  assert.equal(ranks.shows.length, 15);
  assert.deepEqual(ranks.shows[1].ranks, [2, 2]);
});

test("a summary has the headline, the first show and the total", () => {
  const site = buildSite(buildDocuments());
  const week = summarizeWeek(site, site.weeks[1]);
  assert.equal(week.headline, "Ace is #1 for the 2nd week in a row");
  assert.equal(week.first.title, "Ace");
  assert.equal(week.downloads, 26_700);
});
