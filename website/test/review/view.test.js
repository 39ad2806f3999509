// What the review page shows: which titles, how far the review is, and what settling them would come to.

import assert from "node:assert/strict";
import {test} from "node:test";
import {
  countKinds,
  filterQuestions,
  findNeighbour,
  findTitle,
  formatPoints,
  measureProgress,
  predictRate,
  summariseNames,
} from "../../../nyaastats/review/web/static/view.js";

const question = (
  key,
  kind,
  downloads,
  {title = key, names = [], unmatched = kind === "unmatched" ? downloads : 0} = {},
) => ({
  key,
  kind,
  title,
  names,
  downloads,
  unmatched_downloads: unmatched,
});

const QUESTIONS = [
  question("a", "unmatched", 900, {title: "Pokémon Horizons", names: ["[Trash] Pokemon - 05"]}),
  question("b", "unmatched", 80, {title: "Kamen Rider", names: ["Kamen Rider 01-SubsPlease"]}),
  question("c", "low_confidence", 40),
  question("d", "answered", 500),
];

const FILTERS = [
  [{kind: "unmatched", text: ""}, ["a", "b"]],
  [{kind: "unmatched", text: "POKEMON"}, ["a"]],
  [{kind: "unmatched", text: "subsplease rider"}, ["b"]],
  [{kind: "unmatched", text: "rider pokemon"}, []],
  [{kind: "answered", text: ""}, ["d"]],
  [{kind: "low_confidence", text: "  "}, ["c"]],
];

for (const [filter, keys] of FILTERS) {
  test(`${filter.kind} with "${filter.text}" is ${keys}`, () =>
    assert.deepEqual(
      filterQuestions(QUESTIONS, filter).map(({key}) => key),
      keys,
    ));
}

test("each tab says how many it has, and the head how far the review is", () => {
  assert.deepEqual(countKinds(QUESTIONS), {unmatched: 2, low_confidence: 1, answered: 1});
  assert.deepEqual(measureProgress(QUESTIONS), {answered: 1, all: 4, left: 1020});
});

test("settling titles matches what of them has no show yet", () => {
  const rate = {matched: 9_000, to_be_matched: 10_000};
  assert.deepEqual(predictRate(rate, QUESTIONS.slice(0, 2)), {now: 0.9, then: 0.998});
  assert.deepEqual(predictRate(rate, QUESTIONS.slice(2)), {now: 0.9, then: 0.9});
  assert.equal(predictRate({matched: 0, to_be_matched: 0}, QUESTIONS), null);
});

const NEIGHBOURS = [
  ["a", 1, "b"],
  ["d", 1, "d"],
  ["a", -1, "a"],
  ["c", -1, "b"],
  ["gone", 1, "a"],
];

for (const [key, step, neighbour] of NEIGHBOURS) {
  test(`${step} from ${key} is ${neighbour}`, () => assert.equal(findNeighbour(QUESTIONS, key, step).key, neighbour));
}

test("an empty list has no neighbours", () => assert.equal(findNeighbour([], "a"), null));

test("a link means a title, however it is written, or the first that has it in a name", () => {
  assert.equal(findTitle(QUESTIONS, "kamen rider").key, "b");
  assert.equal(findTitle(QUESTIONS, "SubsPlease").key, "b");
  assert.equal(findTitle(QUESTIONS, "Frieren"), null);
});

const torrent = (number, group = "SubsPlease", resolution = "1080p", kind = "episode") => ({
  number,
  group,
  resolution,
  kind,
});

const SUMMARIES = [
  [[torrent(8), torrent(1)], "ep 1–8, SubsPlease, 1080p"],
  [[torrent(3)], "ep 3, SubsPlease, 1080p"],
  [[torrent(null, null, null, "movie")], "movie"],
  [[torrent(1, "A"), torrent(1, "B"), torrent(1, "C", "720p")], "ep 1, A, B and 1 more, 1080p, 720p"],
];

for (const [torrents, words] of SUMMARIES) {
  test(`names are summarised as ${words}`, () => assert.equal(summariseNames(torrents), words));
}

const POINTS = [
  [100, "+100"],
  [-10.2, "−10"],
  [0.4, "0"],
  [-0.4, "0"],
];

for (const [score, words] of POINTS) {
  test(`${score} points are ${words}`, () => assert.equal(formatPoints(score), words));
}
