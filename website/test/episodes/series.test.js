// The days that a show's charts draw, against the page file itself.

import assert from "node:assert/strict";
import {test} from "node:test";
import {buildSeries, findNewestWhole, listParts} from "../../src/components/episodes/series.js";
import {toDayNumber, toMonday} from "../../src/components/lib/days.js";
import {forRandomPages} from "../fixtures/episodes.js";
import {pageOf, PROJECTION} from "../fixtures/showInputs.js";

const UNTIL = "2025-10-13T11:57:01Z";
const sum = (list) => list.reduce((total, number) => total + number, 0);

test("the days hold every download of the page file, each once", () => {
  forRandomPages((page) => {
    const {days} = buildSeries(page);
    assert.equal(days.at(-1).sum, sum(page.episodes.flatMap((episode) => episode.downloads_daily)));
    assert.equal(
      sum(days.map(({estimated}) => estimated)),
      sum(page.episodes.flatMap((episode) => episode.downloads_estimated)),
    );
  });
});

test("a day's layers grow to all of it, and its parts are as many, the newest first", () => {
  forRandomPages((page) => {
    const series = buildSeries(page);
    for (const {day, layers, downloads} of series.days) {
      const parts = listParts(series, day);
      assert.equal(sum(parts.map((part) => part.downloads)), downloads);
      assert.ok(layers.every((layer, k) => layer >= (layers[k - 1] ?? 0)));
      assert.equal(layers[0], sum(parts.filter(({age}) => age < 7).map((part) => part.downloads)));
      assert.ok(parts.every(({age}, i) => age >= (parts[i - 1]?.age ?? 0)));
    }
  }, 20);
});

test("a series is drawn from a Monday to a Monday", () => {
  forRandomPages((page) => {
    const {from, to, origin, days} = buildSeries(page);
    assert.deepEqual([toMonday(from), toMonday(to)], [from, to]);
    assert.ok(from <= origin && origin < from + 7);
    assert.ok(to > days.at(-1).day);
  });
  assert.equal(toMonday(toDayNumber("2026-01-04")), toDayNumber("2025-12-29"));
});

test("the day of the newest scrape is not over, and no episode counts it as whole", () => {
  const series = buildSeries(pageOf(), {dataUntil: UNTIL});
  const running = series.days.filter(({isRunning}) => isRunning).map(({day}) => day);
  assert.equal(running[0], toDayNumber("2025-10-13"));
  assert.deepEqual(
    series.episodes.map(({full}) => full),
    [8, 1],
  );
  assert.equal(findNewestWhole(series).episode, 1);
});

test("what is projected and not counted yet is spread over the days to come as the show's downloads fall", () => {
  const {episodes} = buildSeries(pageOf(), {projections: [PROJECTION], dataUntil: UNTIL});
  const {rest} = episodes[1].projection;
  assert.equal(episodes[0].projection, null);
  assert.equal(rest.length, 6);
  assert.equal(Math.round(sum(rest.map(({downloads}) => downloads))), 637 - 300);
  assert.ok(rest.every(({downloads}, i) => i === 0 || downloads < rest[i - 1].downloads));
});

test("while no episode has all its days, it is spread evenly", () => {
  const page = pageOf([pageOf().episodes[1]]);
  const [{projection}] = buildSeries(page, {projections: [PROJECTION], dataUntil: UNTIL}).episodes;
  assert.deepEqual([...new Set(projection.rest.map(({downloads}) => Math.round(downloads)))], [56]);
});

test("an event that lies ahead is not drawn", () => {
  const finale = {kind: "finale", at: "2025-12-24T00:00:00Z", episode: 12, link: null};
  const page = pageOf(undefined, {events: [finale]});
  assert.equal(buildSeries(page, {dataUntil: UNTIL}).events.length, 0);
  assert.equal(buildSeries(page).events.length, 1);
});
