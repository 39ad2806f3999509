// The days that a show's chart draws, against the page file itself.

import assert from "node:assert/strict";
import {test} from "node:test";
import {buildSeries, MODES, findOpenDay, findPartialStart} from "../../src/components/episodes/series.js";
import {forRandomPages} from "../fixtures/episodes.js";

const sum = (list) => list.reduce((total, number) => total + number, 0);
const after = (date, days) => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);

const TWO = {
  provisional_from: null,
  episodes: [
    {episode: 1, first_date: "2026-01-18", downloads_daily: [10, 5, 2], downloads_estimated: [0, 1, 2]},
    {episode: 2, first_date: "2026-01-20", downloads_daily: [7], downloads_estimated: [0]},
  ],
};

const heights = (series) => series.days.map(({parts}) => parts.map(({height}) => height));

test("two episodes, in each mode", () => {
  const drawn = (mode) => heights(buildSeries(TWO, {mode}));
  assert.deepEqual(drawn("daily"), [[10, 7], [5, 0], [2, 0]]); // prettier-ignore
  assert.deepEqual(drawn("cumulative"), [[10, 7], [15, 7], [17, 7]]); // prettier-ignore
  assert.deepEqual(drawn("calendar"), [[10, 0], [5, 0], [2, 7]]); // prettier-ignore
});

test("dates stand in the calendar only, and the day of the newest scrape is running there", () => {
  const calendar = buildSeries(TWO, {mode: "calendar", dataUntil: "2026-01-20T11:57:01Z"});
  assert.deepEqual(
    calendar.days.map(({date}) => date),
    ["2026-01-18", "2026-01-19", "2026-01-20"],
  );
  assert.equal(findOpenDay(calendar).date, "2026-01-20");
  assert.equal(findOpenDay(calendar).running, 2);
  const daily = buildSeries(TWO, {mode: "daily", dataUntil: "2026-01-20T11:57:01Z"});
  assert.deepEqual(
    daily.days.map(({date, running}) => [date, running]),
    [[null, 1], [null, 0], [null, 1]], // prettier-ignore
  );
  assert.equal(findOpenDay(daily), null);
  assert.equal(findOpenDay(buildSeries(TWO, {mode: "calendar", dataUntil: "2026-02-01T00:00:00Z"})), null);
});

test("days are provisional from a date on, until the one that is not over", () => {
  const open = {...TWO, provisional_from: "2026-01-19"};
  const at = (mode, dataUntil) =>
    buildSeries(open, {mode, dataUntil}).days.map(({running, provisional}) => [running, provisional]);
  assert.deepEqual(at("calendar", "2026-01-20T11:57:01Z"), [[0, 0], [0, 1], [2, 0]]); // prettier-ignore
  assert.deepEqual(at("calendar", "2026-01-21T00:10:00Z"), [[0, 0], [0, 1], [0, 2]]); // prettier-ignore
  assert.deepEqual(at("daily", "2026-01-21T00:10:00Z"), [[0, 1], [0, 1], [0, 1]]); // prettier-ignore
  assert.equal(
    findOpenDay(buildSeries(open, {mode: "calendar", dataUntil: "2026-01-20T11:57:01Z"})).date,
    "2026-01-19",
  );
  assert.equal(findOpenDay(buildSeries(TWO, {mode: "calendar", dataUntil: "2026-01-21T00:10:00Z"})), null);
});

test("days that only some episodes have a count for", () => {
  assert.equal(findPartialStart(buildSeries(TWO, {mode: "daily"})), 1);
  assert.equal(findPartialStart(buildSeries(TWO, {mode: "calendar"})), null);
  const ended = structuredClone(TWO);
  ended.episodes[0].downloads_daily = [10];
  assert.equal(findPartialStart(buildSeries(ended, {mode: "calendar"})), 1);
});

test("a show without an episode has no day", () => {
  for (const mode of MODES)
    assert.deepEqual(buildSeries({provisional_from: null, episodes: []}, {mode}), {mode, episodes: [], days: []});
});

test("by age a day is the sum of element i of all lists", () => {
  forRandomPages(({episodes}) => {
    const {days} = buildSeries({episodes}, {mode: "daily"});
    assert.equal(days.length, Math.max(...episodes.map((episode) => episode.downloads_daily.length)));
    for (const {at, height, downloads, estimated, counted, expected} of days) {
      assert.equal(height, sum(episodes.map((episode) => episode.downloads_daily[at] ?? 0)));
      assert.equal(downloads, height);
      assert.equal(estimated, sum(episodes.map((episode) => episode.downloads_estimated[at] ?? 0)));
      assert.equal(counted, episodes.filter((episode) => at in episode.downloads_daily).length);
      assert.equal(expected, episodes.length);
    }
  });
});

test("by date a day is the sum of what the lists say of that date", () => {
  forRandomPages(({episodes}) => {
    const byDate = new Map();
    for (const episode of episodes)
      episode.downloads_daily.forEach((downloads, i) => {
        const date = after(episode.first_date, i);
        byDate.set(date, (byDate.get(date) ?? 0) + downloads);
      });
    const {days} = buildSeries({episodes}, {mode: "calendar"});
    for (const {date, height, expected} of days) {
      assert.equal(height, byDate.get(date) ?? 0);
      assert.equal(expected, episodes.filter((episode) => episode.first_date <= date).length);
      byDate.delete(date);
    }
    assert.equal(byDate.size, 0);
  });
});

test("in every mode the running sum never falls and ends at all downloads; the cumulative stack is the running sum", () => {
  forRandomPages((page) => {
    const all = sum(page.episodes.flatMap((episode) => episode.downloads_daily));
    for (const mode of MODES) {
      const {days} = buildSeries(page, {mode});
      days.forEach((day, i) => {
        assert.ok(day.sum >= (days[i - 1]?.sum ?? 0));
        assert.equal(day.height, sum(day.parts.map(({height}) => height)));
        if (mode === "cumulative") assert.equal(day.height, day.sum);
      });
      assert.equal(days.at(-1).sum, all);
    }
  });
});

test("once some counts have ended they do not come back: the thin days reach to the end", () => {
  forRandomPages((page) => {
    for (const mode of MODES) {
      const series = buildSeries(page, {mode});
      const from = findPartialStart(series) ?? Infinity;
      for (const {at, counted, expected} of series.days) assert.equal(counted < expected, at >= from);
    }
  });
});
