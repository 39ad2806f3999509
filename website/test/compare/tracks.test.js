// A show's days as points: nothing is lost, lines end where the data end, and what is not over is said to be so.

import assert from "node:assert/strict";
import {test} from "node:test";
import {buildLines, buildTrack, listPoints} from "../../src/components/compare/tracks.js";
import {dateOf, dayOf, pageOf, showOf} from "../fixtures/comparison.js";
import {forRandomPages} from "../fixtures/episodes.js";

const START = "2025-10-04"; // a Saturday
const repeat = (count, value) => Array.from({length: count}, () => value);

function track(options, dataUntil = "2026-03-02T05:00:00Z") {
  return buildTrack(showOf(), pageOf({start: START, ...options}), dataUntil);
}
const values = (points) => points.map(({value}) => value);
const states = (points) => points.map(({state}) => state);

test("weeks from the first torrent: seven days each, and none that the show's last day has cut short", () => {
  const points = listPoints(track({daily: repeat(17, 10)}), {align: "premiere", y: "week"});
  assert.deepEqual(
    points.map(({x}) => x),
    [1, 2],
  );
  assert.deepEqual(values(points), [70, 70]);
  assert.deepEqual(states(points), ["settled", "settled"]);
});

test("weeks by date: from Monday to Sunday, by their Monday", () => {
  const points = listPoints(track({daily: repeat(16, 10)}), {align: "date", y: "week"});
  assert.deepEqual(
    points.map(({x}) => dateOf(x)),
    ["2025-09-29", "2025-10-06", "2025-10-13"],
  );
  assert.deepEqual(values(points), [20, 70, 70]);
});

test("a running week and a running day are unfinished", () => {
  const running = track({daily: repeat(10, 10)}, "2025-10-13T12:00:00Z");
  assert.deepEqual(states(listPoints(running, {align: "premiere", y: "week"})), ["settled", "unfinished"]);
  assert.deepEqual(states(listPoints(running, {align: "premiere", y: "daily"})).slice(-2), ["settled", "unfinished"]);
  assert.deepEqual(values(listPoints(running, {align: "premiere", y: "week"})), [70, 30]);
});

test("what still awaits a count is provisional from its day on", () => {
  const open = track({daily: repeat(21, 10), provisionalFrom: "2025-10-15"});
  assert.deepEqual(states(listPoints(open, {align: "premiere", y: "week"})), ["settled", "provisional", "provisional"]);
});

test("percent of the first week; none while it runs, none of nothing", () => {
  const halved = [...repeat(7, 10), ...repeat(7, 5)];
  assert.deepEqual(values(listPoints(track({daily: halved}), {align: "premiere", y: "percent"})), [100, 50]);
  assert.deepEqual(
    listPoints(track({daily: repeat(5, 10)}, "2025-10-08T00:00:00Z"), {align: "premiere", y: "percent"}),
    [],
  );
  assert.deepEqual(listPoints(track({daily: repeat(14, 0)}), {align: "premiere", y: "percent"}), []);
});

test("episodes by their first seven days; those of a running one are so far", () => {
  const full = track({daily: repeat(20, 10), first7: 70});
  assert.deepEqual(listPoints(full, {align: "premiere", y: "episode"}), [
    {x: 1, day: dayOf(START), value: 70, state: "settled"},
  ]);
  const young = track({daily: repeat(3, 10)}, "2025-10-06T12:00:00Z");
  assert.deepEqual(values(listPoints(young, {align: "date", y: "episode"})), [30]);
  assert.deepEqual(states(listPoints(young, {align: "date", y: "episode"})), ["unfinished"]);
  // The show's last day came before its seventh: there will never be a number.
  assert.deepEqual(listPoints(track({daily: repeat(3, 10)}), {align: "premiere", y: "episode"}), []);
});

test("a series that began before the data counts its episodes from the first that there is", () => {
  const [point] = listPoints(track({daily: repeat(9, 1), episode: 1133, first7: 7}), {align: "premiere", y: "episode"});
  assert.equal(point.x, 1);
});

test("the finale is the last span that had begun by its day; one to come is none", () => {
  const settings = {align: "premiere", y: "week"};
  const place = (finale) => buildLines([track({daily: repeat(28, 10), finale})], settings)[0].finale;
  assert.equal(place("2025-10-11"), 1);
  assert.equal(place("2025-10-10"), 0);
  assert.equal(place("2026-04-01"), null);
  assert.equal(place(null), null);
});

test("whatever the pages are, no download is lost or counted twice", () => {
  forRandomPages((page, seed) => {
    const first7 = page.episodes.map(({episode}) => ({episode, downloads_7: null}));
    const full = {...page, events: [], first_days: {hold: null, episodes: first7}};
    const built = buildTrack(showOf(), full, "2030-01-01T00:00:00Z");
    const total = page.episodes.flatMap(({downloads_daily: daily}) => daily).reduce((sum, count) => sum + count, 0);
    const sum = (settings) => values(listPoints(built, settings)).reduce((all, value) => all + value, 0);
    assert.equal(sum({align: "date", y: "week"}), total, `seed ${seed}`);
    assert.equal(sum({align: "premiere", y: "daily"}), total);
    assert.equal(listPoints(built, {align: "date", y: "total"}).at(-1).value, total);
    assert.ok(sum({align: "premiere", y: "week"}) <= total);
  });
});
