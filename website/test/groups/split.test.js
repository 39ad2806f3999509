// How a season is split by release group: its first six and the others, each in one colour, and the shows of each.

import assert from "node:assert/strict";
import {test} from "node:test";
import {assignGroupColors} from "../../src/components/groups/groupColors.js";
import {selectSplit} from "../../src/components/groups/split.js";

const colorsOf = (...seasons) => assignGroupColors(seasons.map((names, i) => ({slug: `s${i}`, names: [...names]})));

test("a group keeps its hue from season to season", () => {
  const colors = colorsOf("abc", "cxa");
  assert.deepEqual([...colors.get("s0").values()], ["color-1", "color-2", "color-3"]);
  assert.deepEqual(Object.fromEntries(colors.get("s1")), {c: "color-3", x: "color-2", a: "color-1"});
});

test("who comes back to a hue that is taken gets another, and no two of a season share one", () => {
  const colors = colorsOf("ab", "xb", "xab");
  assert.deepEqual(Object.fromEntries(colors.get("s2")), {x: "color-1", b: "color-2", a: "color-3"});
});

test("only the first ten have a hue", () => {
  const colors = colorsOf("abcdefghijkl").get("s0");
  assert.equal(new Set(colors.values()).size, 10);
  assert.equal(colors.get("k"), undefined);
});

const NAMES = [..."abcdefgh"];
const SITE = {
  seasonList: [{slug: "fall-2025"}],
  weeks: [
    {week: "2025-W40", start_date: "2025-09-29", complete: true},
    {week: "2025-W41", start_date: "2025-10-06", complete: false},
  ],
  showsById: new Map([
    [1, {title: "One"}],
    [2, {title: "Two"}],
  ]),
  groups: new Map([
    [
      "fall-2025",
      {
        weeks: ["2025-W40", "2025-W41"],
        groups: NAMES.map((name, i) => ({name, share: 0.1, downloads: 100 - i, torrents: 1, shows: 1})),
        group_weeks: NAMES.map((name) => ({name, downloads: [10, 5]})),
        other_group_weeks: [3, 1],
        resolutions: [{resolution: "1080p", share: 1, downloads: 9, torrents: 1, shows: 2}],
        resolution_weeks: [{resolution: "1080p", downloads: [6, 3]}],
        other_resolution_weeks: [0, 0],
        shows: [
          {anilist_id: 1, groups: [{name: "a", downloads: 5}], resolutions: [{resolution: "1080p", downloads: 5}]},
          {anilist_id: 2, groups: [{name: "a", downloads: 7}], resolutions: []},
          {anilist_id: 3, groups: [{name: "a", downloads: 9}], resolutions: []},
        ],
      },
    ],
  ]),
};

test("the seventh group and all after it are the others", () => {
  const {series, rows, weeks} = selectSplit(SITE, SITE.seasonList[0], "groups");
  assert.deepEqual(
    series.map(({name}) => name),
    [...NAMES.slice(0, 6), "others"],
  );
  assert.deepEqual(series.at(-1).weekly, [23, 11]);
  assert.equal(series.at(-1).colorClass, null);
  assert.equal(Math.round(series.at(-1).share * 10), 2);
  assert.equal(rows.length, NAMES.length);
  assert.deepEqual(weeks[1], {start_date: "2025-10-06", complete: false});
});

test("where nothing is left there are no others", () => {
  const {series} = selectSplit(SITE, SITE.seasonList[0], "resolutions");
  assert.deepEqual(
    series.map(({name}) => name),
    ["1080p"],
  );
});

test("a group's shows are those with the most of its downloads, and only known ones", () => {
  const {cards} = selectSplit(SITE, SITE.seasonList[0], "groups");
  assert.deepEqual(cards[0].top, [
    {anilist_id: 2, title: "Two", downloads: 7},
    {anilist_id: 1, title: "One", downloads: 5},
  ]);
});
