// The river's geometry: laws that hold for every season, on random ones and on the odd ones.

import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import test from "node:test";
import {countLanes, reserveBox, computeDimensions, TIERS} from "../../src/components/river/dimensions.js";
import {fitLanes} from "../../src/components/river/lanes.js";
import {layOutPicture, layOutRiver} from "../../src/components/river/layout.js";
import {describeMoment, findMoments} from "../../src/components/river/moments.js";
import {findEdges} from "../../src/components/river/ribbonPath.js";
import {along, enclosed, segments} from "../fixtures/outlines.js";
import {randomFrom} from "../fixtures/random.js";
import {randomSeason, seasonOf} from "../fixtures/seasons.js";

const WIDTHS = [240, 336, 360, 479, 480, 560, 640, 768, 1099, 1100, 1280, 1600];
const RANDOM = Array.from({length: 240}, (_, seed) => ({
  name: `season ${seed}`,
  season: randomSeason(seed),
  options: {width: WIDTHS[seed % WIDTHS.length], all: seed % 5 === 0},
}));
const ODD = [
  {name: "no week", season: seasonOf([])},
  {name: "one empty week", season: seasonOf([[]])},
  {name: "one show in one week", season: seasonOf([[[1, 500]]])},
  {name: "one show with gaps", season: seasonOf([[[1, 5]], [], [[1, 7]], [[1, 9]], [], []])},
  {
    name: "ties",
    season: seasonOf([
      [
        [1, 9],
        [2, 9],
        [3, 9],
      ],
      [
        [3, 9],
        [1, 9],
      ],
    ]),
  },
  {
    name: "all counts zero",
    season: seasonOf([
      [
        [1, 0],
        [2, 0],
      ],
      [[2, 0]],
    ]),
  },
  {
    name: "one of a zero",
    season: seasonOf([
      [
        [1, 10],
        [2, 0],
      ],
    ]),
  },
  {name: "more shows than room", season: seasonOf([Array.from({length: 400}, (_, i) => [i + 1, 1000 - i])])},
  {
    name: "a running week only",
    season: seasonOf(
      [
        [
          [1, 3],
          [2, 1],
        ],
      ],
      {running: true},
    ),
  },
].flatMap((layoutCase) => [false, true].map((all) => ({...layoutCase, options: {width: 360, all}})));
const CASES = [...RANDOM, ...ODD].map((layoutCase) => ({
  ...layoutCase,
  layout: layOutRiver(layoutCase.season, layoutCase.options),
}));

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const near = (actual, expected, slack, message) =>
  assert.ok(Math.abs(actual - expected) <= slack, `${message}: ${actual} is not ${expected}`);
const cellsOf = ({ribbons}) => ribbons.flatMap(({id, runs}) => runs.flat().map((cell) => ({id, ...cell})));

test("the lanes and the gaps between them fill the plot exactly", () => {
  for (const {name, layout} of CASES.filter((layoutCase) => layoutCase.layout.lanes.length > 0)) {
    const {lanes, gap, inner, left, right, minWidth} = layout;
    near(sum(lanes.map(({width}) => width)) + gap * (lanes.length - 1), inner, 1e-6, name);
    near(lanes[0].x, left, 1e-9, name);
    near(lanes.at(-1).x + lanes.at(-1).width, right, 1e-6, name);
    assert.ok(gap >= 0 && minWidth > 0 && minWidth <= 1.5, name);
  }
});

test("gaps shrink before the least width does, and only where there is no room", () => {
  const alike = (lanes) => Array.from({length: lanes}, () => 7);
  for (const [lanes, room, gap, minWidth] of [
    [1, 300, 0, 1.5],
    [25, 310, 2, 1.5],
    [80, 800, 2, 1.5],
    [80, 316, 1, 1.5],
    [80, 140, 20 / 79, 1.5],
    [80, 120, 0, 1.5],
    [80, 60, 0, 0.75],
  ]) {
    const fitted = fitLanes(alike(lanes), room);
    near(fitted.gap, gap, 1e-9, `gap of ${lanes} lanes in ${room} px`);
    near(fitted.minWidth, minWidth, 1e-9, `least width of ${lanes} lanes in ${room} px`);
  }
});

test("one scale solves the lanes, wherever the floor begins", () => {
  const random = randomFrom(1);
  for (let i = 0; i < 500; i++) {
    const lanes = 1 + Math.floor(random() * 60);
    const maxima = Array.from({length: lanes}, () => Math.floor(random() ** 6 * 1e5));
    const room = lanes * 3.5 + random() * 1000;
    const {scale, minWidth, gap, widths} = fitLanes(maxima, room);
    near(sum(widths) + gap * (lanes - 1), room, 1e-6, `lanes ${i}`);
    if (Math.max(...maxima) === 0) continue;
    for (const [lane, width] of widths.entries()) near(width, Math.max(minWidth, scale * maxima[lane]), 1e-9, `${i}`);
  }
});

test("a ribbon is as wide as its downloads, never thinner than the least width, in the middle of its rank's lane", () => {
  for (const {name, season, layout} of CASES) {
    for (const cell of cellsOf(layout)) {
      const {rank, downloads} = season.weeks[cell.week].rankings.find((entry) => entry.anilist_id === cell.id);
      const lane = layout.lanes[rank - 1];
      assert.deepEqual([cell.rank, cell.downloads], [rank, downloads], name);
      near(cell.width, Math.max(layout.minWidth, layout.scale * downloads), 1e-9, name);
      near(cell.x + cell.width / 2, lane.x + lane.width / 2, 1e-9, name);
      assert.ok(cell.width <= lane.width + 1e-9, `${name}: wider than its lane`);
      assert.equal(cell.y, layout.weeks[cell.week].y, name);
    }
  }
});

test("above the floor, widths have the ratio of their downloads", () => {
  const random = randomFrom(2);
  let compared = 0;
  for (const {name, layout} of CASES.slice(0, RANDOM.length)) {
    const wide = cellsOf(layout).filter(({width}) => width > layout.minWidth + 1e-9);
    if (wide.length < 2) continue;
    const [a, b] = [wide[0], wide[1 + Math.floor(random() * (wide.length - 1))]];
    near(a.width / b.width / (a.downloads / b.downloads), 1, 1e-9, name);
    compared++;
  }
  assert.ok(compared > 150, `only ${compared} seasons compared`);
});

test("no two ribbons of a week overlap", () => {
  for (const {name, layout} of CASES) {
    for (const week of layout.weeks.keys()) {
      const row = cellsOf(layout)
        .filter((cell) => cell.week === week)
        .sort((a, b) => a.rank - b.rank);
      for (const [i, cell] of row.slice(1).entries()) {
        assert.ok(row[i].x + row[i].width <= cell.x + 1e-9, `${name}, week ${week}, rank ${cell.rank}`);
      }
    }
  }
});

test("the painted area of a ribbon is the week's height times its widths, to 0.1 %", () => {
  let ribbons = 0;
  for (const {name, layout} of CASES) {
    for (const {id, path, runs} of layout.ribbons) {
      const expected = layout.pitch * sum(runs.flat().map(({width}) => width));
      near(enclosed(path) / expected, 1, 1e-3, `${name}, show ${id}`);
      ribbons++;
    }
  }
  assert.ok(ribbons > 4000, `only ${ribbons} ribbons measured`);
});

test("the measure of area knows a square, and a parabola's segment", () => {
  assert.equal(enclosed("M1 1h3v2h-3z"), 6);
  near(enclosed("M0 0c1 2 2 2 3 0z"), 3, 1e-9, "x = 3t, y = 6t(1 − t)");
});

test("a ribbon breaks where a week is left out, and has one outline a run", () => {
  for (const {name, season, layout} of CASES) {
    for (const {id, path, runs} of layout.ribbons) {
      const weeks = season.weeks.flatMap(({rankings}, week) =>
        rankings.slice(0, layout.lanes.length).some((entry) => entry.anilist_id === id) ? [week] : [],
      );
      assert.deepEqual(
        runs.flat().map(({week}) => week),
        weeks,
        name,
      );
      for (const run of runs) assert.equal(run.at(-1).week - run[0].week, run.length - 1, name);
      for (const [i, run] of runs.slice(1).entries()) assert.ok(run[0].week > runs[i].at(-1).week + 1, name);
      assert.equal(path.match(/M/g).length, runs.length, name);
    }
  }
});

test("the edges that the pointer is measured by are those that are drawn", () => {
  for (const {name, layout} of CASES.filter((_, i) => i % 8 === 0)) {
    for (const {runs, path} of layout.ribbons) {
      const ways = segments(path).filter((segment) => segment.length === 4);
      for (const {x, y} of ways.map((segment) => along(segment, 0.4))) {
        const edges = runs.map((run) => findEdges(run, y, layout.pitch)).find(Boolean);
        const away = Math.min(Math.abs(edges.x - x), Math.abs(edges.x + edges.width - x));
        assert.ok(away < 0.05, `${name}: ${away} px away`);
      }
    }
  }
});

test("titles lie upon their own ribbon, which nothing passes over, and never upon each other", () => {
  let titles = 0;
  for (const {name, layout} of CASES) {
    const labels = layout.ribbons.flatMap(({label, runs}, index) => (label ? [{...label, runs, index}] : []));
    titles += labels.length;
    for (const {lines, x, y, width, height, runs, index} of labels) {
      const [left, right] = [x - width / 2, x + width / 2];
      for (let down = y - height / 2; down <= y + height / 2; down += 1) {
        const own = runs.map((run) => findEdges(run, down, layout.pitch)).find(Boolean);
        assert.ok(own && own.x <= left && own.x + own.width >= right, `${name}: ${lines} leaves its ribbon`);
        const above = layout.ribbons.slice(index + 1).flatMap((ribbon) => ribbon.runs);
        const edges = above.map((run) => findEdges(run, down, layout.pitch)).filter(Boolean);
        assert.ok(
          edges.every((edge) => edge.x >= right || edge.x + edge.width <= left),
          `${name}: ${lines} is covered`,
        );
      }
    }
    for (const [i, a] of labels.entries()) {
      for (const b of labels.slice(i + 1)) {
        const apart =
          Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2;
        assert.ok(apart, `${name}: ${a.lines} and ${b.lines}`);
      }
    }
  }
  assert.ok(titles > 300, `only ${titles} titles`);
});

test("every show and cell is either drawn or counted as left out", () => {
  for (const {name, season, options, layout} of CASES) {
    const {lanes, shows, cells} = layout.hidden;
    const entries = season.weeks.flatMap((week) => week.rankings);
    const ranks = Math.max(0, ...season.weeks.map((week) => week.rankings.length));
    assert.equal(cells + cellsOf(layout).length, entries.length, name);
    assert.equal(shows + layout.ribbons.length, new Set(entries.map((entry) => entry.anilist_id)).size, name);
    assert.equal(lanes + layout.lanes.length, ranks, name);
    if (options.all) assert.deepEqual([lanes, shows, cells], [0, 0, 0], name);
  }
});

test("the best of the season is painted last", () => {
  for (const {name, season, layout} of CASES) {
    const places = layout.ribbons.map(({id}) => season.shows.get(id)?.rank ?? Infinity);
    for (const [i, place] of places.slice(1).entries()) assert.ok(place <= places[i], name);
  }
});

test("25 lanes at every width, all of them when asked for", () => {
  assert.equal(countLanes(80, {all: false}), 25);
  assert.equal(countLanes(7, {all: false}), 7);
  assert.equal(countLanes(80, {all: true}), 80);
});

test("the box's proportions hang on the weeks and the kind of width alone", () => {
  for (const count of [0, 1, 4, 13, 30]) {
    for (const running of [false, true]) {
      const {weeks} = seasonOf(Array(count).fill([[1, 5]]), {running});
      for (const width of WIDTHS) {
        const tier = TIERS.findLast(({from}) => width >= from);
        const box = reserveBox(tier, weeks);
        const frame = computeDimensions(weeks, width);
        near((frame.height - box.rest) / frame.width, box.rows / box.width, 1e-9, `${count} weeks, ${width} px`);
        assert.ok(frame.pitch > 20 && frame.bottom > frame.top, `${count} weeks, ${width} px`);
      }
    }
  }
});

test("rows are high where weeks are few, and never lower than a date's link needs", () => {
  const wide = TIERS.at(-1);
  const pitchOf = (count) => {
    const {weeks} = seasonOf(Array(count).fill([[1, 5]]));
    return computeDimensions(weeks, wide.width).pitch;
  };
  assert.deepEqual([1, 7, 8, 10, 13, 14, 30].map(pitchOf), [84, 84, 80, 64, 49.23076923076923, 49, 49]);
  for (const width of WIDTHS.filter((candidate) => candidate >= 296)) {
    const {weeks} = seasonOf(Array(18).fill([[1, 5]]));
    assert.ok(computeDimensions(weeks, width).pitch >= 24, `${width} px`);
  }
});

test("the box's kinds of width are those of the stylesheet", () => {
  const css = readFileSync(new URL("../../src/styles/river.css", import.meta.url), "utf8");
  const widths = [...css.matchAll(/@container \(min-width: (\d+)px\)/g)].map(([, width]) => Number(width));
  assert.deepEqual([0, ...widths], TIERS.map(({from}) => from)); // prettier-ignore
});

test("a show that the headline is about is painted last, and its title is not covered", () => {
  const season = randomSeason(7);
  const {id} = layOutRiver(season).ribbons[0];
  assert.equal(layOutRiver(season, {show: id}).ribbons.at(-1).id, id);
});

test("a premiere is marked, but not in the chart's first week nor of a continuing show; so are finales and exits", () => {
  const season = seasonOf(
    [
      [[1, 900], [2, 700]],
      [[1, 900], [2, 700], [3, 800], [4, 600]],
      [[1, 900], [3, 800]],
      [[1, 900], [3, 800]],
    ],
    {continuing: [4], finales: {3: "2025-10-15"}},
  ); // prettier-ignore
  const moments = findMoments(season);
  assert.deepEqual([...moments.get(1)], []);
  assert.deepEqual([...moments.get(2)], [[1, "exit"]]);
  assert.deepEqual([...moments.get(3)].sort(), [[1, "premiere"], [2, "finale"]]); // prettier-ignore
  assert.deepEqual([...moments.get(4)], [[1, "exit"]]);
  assert.equal(describeMoment(season, 3, 2), "Finale");
  assert.equal(describeMoment(season, 3, 3), null);
  const {marks} = layOutRiver(season, {width: 1200}).ribbons.find(({id}) => id === 3);
  assert.ok(marks.some(({text}) => text === "premiere"));
});

test("marks lie upon their own ribbon, which nothing covers there, and beside its title", () => {
  let count = 0;
  for (const {name, layout} of CASES) {
    for (const [index, {runs, label, marks}] of layout.ribbons.entries()) {
      for (const {text, x, y, width, height} of marks) {
        count++;
        for (const down of [y - height / 2, y, y + height / 2]) {
          const own = runs.map((run) => findEdges(run, down, layout.pitch)).find(Boolean);
          assert.ok(own.x <= x - width / 2 && own.x + own.width >= x + width / 2, `${name}: ${text} leaves its ribbon`);
          const above = layout.ribbons.slice(index + 1).flatMap((ribbon) => ribbon.runs);
          const edges = above.map((run) => findEdges(run, down, layout.pitch)).filter(Boolean);
          assert.ok(
            edges.every((edge) => edge.x >= x + width / 2 || edge.x + edge.width <= x - width / 2),
            name,
          );
        }
        if (!label) continue;
        const apart =
          Math.abs(x - label.x) >= (width + label.width) / 2 || Math.abs(y - label.y) >= (height + label.height) / 2;
        assert.ok(apart, `${name}: ${text} and ${label.lines}`);
      }
    }
  }
  assert.ok(count > 200, `only ${count} marks`);
});

test("in a small picture a ribbon is as wide as its downloads too, to a tenth of a pixel", () => {
  for (const {name, season} of CASES.slice(0, 60)) {
    const size = {width: 300, height: 150, lanes: 15};
    const pitch = size.height / Math.max(season.weeks.length, 1);
    const maxima = Array.from({length: 15}, (_, lane) =>
      season.weeks.map((week) => week.rankings[lane]?.downloads ?? -1),
    );
    const lanes = maxima.map((counts) => Math.max(...counts)).filter((count) => count >= 0);
    const {scale, minWidth} = fitLanes(lanes, size.width);
    for (const {id, path} of layOutPicture(season, size)) {
      const counts = season.weeks.flatMap(({entries}) =>
        entries.get(id)?.rank <= 15 ? [entries.get(id).downloads] : [],
      );
      const expected = pitch * sum(counts.map((downloads) => Math.max(minWidth, scale * downloads)));
      near(enclosed(path), expected, 0.12 * pitch * counts.length + 0.03 * expected, `${name}, show ${id}`);
    }
  }
});

test("the scale bar is a round number of downloads, 20 to 60 px wide", () => {
  for (const {name, layout} of CASES.filter((layoutCase) => layoutCase.layout.bar)) {
    const {bar, scale} = layout;
    assert.match(String(bar.downloads), /^[125]0*$/, name);
    near(bar.width, bar.downloads * scale, 1e-9, name);
    assert.ok(bar.width >= 20 && bar.width <= 60, name);
  }
  assert.ok(CASES.filter((layoutCase) => layoutCase.layout.bar).length > 200);
});
