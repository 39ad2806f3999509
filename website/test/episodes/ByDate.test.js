// The chart by date: every bar as high as its downloads, the newest episode at the bottom, nothing that is none.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../../scripts/document.js";
import {toMarkup} from "../../scripts/markup.js";
import {ByDate, drawEpisode, layOutByDate} from "../../src/components/episodes/ByDate.js";
import {listHeads} from "../../src/components/episodes/EpisodeHeads.js";
import {WIDTHS} from "../../src/components/episodes/frame.js";
import {measureText} from "../../src/components/lib/text.js";
import {buildSeries} from "../../src/components/episodes/series.js";
import {forRandomPages} from "../fixtures/episodes.js";
import {parse} from "../fixtures/parse.js";
import {randomFrom} from "../fixtures/random.js";
import {pageOf, PROJECTION} from "../fixtures/showInputs.js";

const sum = (list) => list.reduce((total, number) => total + number, 0);
const UNTIL = "2025-10-13T11:57:01Z";
/** Places are rounded to tenths of a pixel. */
const ROUNDING = 0.0501;

/** The bars of a path as `{x, bottom, top}`. */
const barsOf = (d) =>
  [...d.matchAll(/M([\d.]+) ([\d.]+)V([\d.]+)h[\d.]+V/g)].map(([, ...numbers]) => {
    const [x, bottom, top] = numbers.map(Number);
    return {x, bottom, top};
  });

const pathsOf = (chart, selector) => [...chart.querySelectorAll(selector)].map((path) => path.getAttribute("d"));
const placesOf = (chart, selector) =>
  [...chart.querySelectorAll(selector)].map((text) => Number(text.getAttribute("x")));

test("a day's stack is as high as its downloads, from one baseline", () => {
  forRandomPages((page) => {
    const series = buildSeries(page);
    const {y} = layOutByDate(series, WIDTHS.wide);
    const bars = pathsOf(parse(ByDate(series, WIDTHS.wide)), ".bars path").flatMap(barsOf);
    assert.ok(bars.every(({bottom}) => bottom === y(0)));
    const tops = new Map();
    for (const {x, top} of bars) tops.set(x, Math.min(top, tops.get(x) ?? Infinity));
    const counted = series.days.filter(({downloads}) => downloads > 0);
    const inOrder = [...tops].sort(([a], [b]) => a - b).map(([, top]) => top);
    assert.equal(inOrder.length, counted.length);
    inOrder.forEach((top, i) => assert.ok(Math.abs(top - y(counted[i].downloads)) <= ROUNDING));
  }, 20);
});

test("an episode's own bars are its downloads", () => {
  forRandomPages((page) => {
    const series = buildSeries(page);
    const layout = layOutByDate(series, WIDTHS.wide);
    const unit = layout.y(0) - layout.y(1);
    for (const {episode, daily} of series.episodes) {
      const bars = barsOf(drawEpisode(series, episode, layout));
      const height = sum(bars.map(({bottom, top}) => bottom - top));
      assert.ok(Math.abs(height - unit * sum(daily)) <= 2 * ROUNDING * daily.length);
    }
  }, 10);
});

test("no style, no number that is none, a name", () => {
  forRandomPages((page) => {
    for (const width of [200, 336, 640, 1216]) {
      const markup = toMarkup(ByDate(buildSeries(page), width));
      assert.doesNotMatch(markup, /NaN|Infinity|undefined|style=|\bnull\b/);
      assert.match(markup, /role="img" aria-label="Downloads per day by date: \d+ episodes? over \d+ weeks?"/);
    }
  });
});

test("dates stand every seven days from the first torrent, or a multiple of that", () => {
  forRandomPages((page) => {
    for (const width of Object.values(WIDTHS)) {
      const series = buildSeries(page);
      const {x} = layOutByDate(series, width);
      const places = placesOf(parse(ByDate(series, width)), ".date-axis text");
      const weeks = places.map((place) => (place - x(series.origin + 0.5)) / (x(7) - x(0)));
      for (const week of weeks) assert.ok(Math.abs(week - Math.round(week)) < 0.01, `${week}`);
      places.slice(1).forEach((place, i) => assert.ok(place - places[i] >= 40));
    }
  }, 15);
});

test("the first date is that of the first torrent, the others are days of its month", () => {
  const page = pageOf([weekOf(1, "2025-10-05"), weekOf(2, "2025-10-26")]);
  const dates = [...parse(ByDate(buildSeries(page), WIDTHS.wide)).querySelectorAll(".date-axis text")];
  assert.deepEqual(dates.map(({textContent}) => textContent).slice(0, 4), ["5 Oct", "12", "19", "26"]);
});

const weekOf = (episode, first_date) => ({
  episode,
  first_date,
  downloads_daily: Array(9).fill(7),
  downloads_estimated: Array(9).fill(0),
});

test("a head an episode, and one for those of a day", () => {
  const page = pageOf([weekOf(1, "2025-10-05"), weekOf(2, "2025-10-05"), weekOf(3, "2025-10-09")]);
  assert.deepEqual(
    listHeads(buildSeries(page)).map(({name, count, from, to}) => [name, count, to - from]),
    [["1–2", 98, 4], ["3", 49, 7]], // prettier-ignore
  );
});

test("heads do not touch each other", () => {
  forRandomPages((page) => {
    for (const width of Object.values(WIDTHS)) {
      const places = placesOf(parse(ByDate(buildSeries(page), width)), ".head-name");
      places.slice(1).forEach((place, i) => assert.ok(place - places[i] >= 30, `${places}`));
    }
  }, 15);
});

test("what is not over or projected is dashed and in no layer; what is estimated is hatched", () => {
  const series = buildSeries(pageOf(), {projections: [PROJECTION], dataUntil: UNTIL});
  const chart = parse(ByDate(series, WIDTHS.wide));
  const {y, x} = layOutByDate(series, WIDTHS.wide);
  const running = series.days.filter(({isRunning}) => isRunning);
  assert.equal(barsOf(pathsOf(chart, ".unfinished")[0]).length, running.length + 6);
  const bars = pathsOf(chart, ".bars path").flatMap(barsOf);
  assert.ok(bars.every((bar) => bar.x < x(running[0].day)));
  const hatched = barsOf(pathsOf(chart, '[fill="url(#hatching-wide)"]')[0]);
  assert.equal(hatched.length, 1);
  assert.ok(Math.abs(hatched[0].bottom - hatched[0].top - (y(0) - y(10))) <= 2 * ROUNDING);
  assert.match(chart.textContent, /data to 13 Oct/);
  assert.match(chart.textContent, /≈ 637/);
});

test("a million is 1M", () => {
  const page = pageOf([
    {episode: 1, first_date: "2025-10-05", downloads_daily: [3_000_000, 2, 1], downloads_estimated: [0, 0, 0]},
  ]);
  const axis = parse(ByDate(buildSeries(page), WIDTHS.wide)).querySelector(".count-axis");
  assert.match(axis.textContent, /1M2M3M/);
});

test("marks stand in the picture, those of one moment side by side, and an ordinary broadcast has none", () => {
  const gap = {kind: "scraper_gap", at: "2025-10-13T05:00:00Z", until: "2025-10-30T06:00:00Z", link: null};
  const events = [
    {kind: "broadcast", at: "2025-10-05T14:00:00Z", episode: 1, link: null},
    {kind: "broadcast", at: "2025-10-12T14:00:00Z", episode: 2, link: null},
    {kind: "batch", at: "2025-10-05T14:00:00Z", episode: null, group: "ASW", link: null},
  ];
  const series = buildSeries(pageOf(undefined, {events}), {gaps: [gap]});
  for (const width of Object.values(WIDTHS)) {
    const marks = parse(ByDate(series, width)).querySelector(".event-marks");
    const places = [...marks.querySelectorAll("path:not(.gap)")].map((path) => path.getAttribute("transform"));
    assert.equal(new Set(places).size, 2);
    const [, end] = /H([\d.]+)m/.exec(marks.querySelector(".gap").getAttribute("d"));
    assert.ok(Number(end) <= width);
  }
  const words = parse(ByDate(series, WIDTHS.wide)).querySelector(".event-marks").textContent;
  assert.equal(words, "batch", "there is no room after the gap");
});

/** From where to where each sign and each text beside the marks stands. */
function extentsOf(marks) {
  const texts = [...marks.querySelectorAll("text:not(.data-end)")].map((text) => {
    const left = Number(text.getAttribute("x"));
    return {left, right: left + measureText(text.textContent, 12)};
  });
  const signs = [...marks.querySelectorAll("path")].map((path) => {
    const [gap, start, end] = /^M([\d.]+) .*H([\d.]+)m/.exec(path.getAttribute("d")) ?? [];
    if (gap) return {left: Number(start), right: Number(end)};
    const x = Number(/translate\(([\d.]+)/.exec(path.getAttribute("transform"))[1]);
    return {left: x - 4, right: x + 4};
  });
  return {signs, texts};
}

const isApart = (a, b) => a.right <= b.left || b.right <= a.left;

test("words stand beside their own mark, upon no other and no other's words, whatever happened when", () => {
  const random = randomFrom(5);
  const within = (days) => new Date(Date.UTC(2025, 9, 5) + random() * days * 86_400_000).toISOString();
  const kinds = ["batch", "version", "note", "scraper_gap", "scraper_gap"];
  let count = 0;
  for (let times = 0; times < 100; times += 1) {
    const events = Array.from({length: 1 + Math.floor(random() * 8)}, () => {
      const [kind, at] = [kinds[Math.floor(random() * kinds.length)], within(25)];
      const until = kind === "scraper_gap" ? new Date(Date.parse(at) + random() * 6 * 86_400_000).toISOString() : null;
      return {kind, at, until, episode: 4, version: 2, title: "Holiday", reason: null, group: null, link: null};
    });
    const page = pageOf(
      [
        {
          episode: 1,
          first_date: "2025-10-05",
          downloads_daily: Array(30).fill(9),
          downloads_estimated: Array(30).fill(0),
        },
      ],
      {events},
    );
    const {signs, texts} = extentsOf(parse(ByDate(buildSeries(page), WIDTHS.wide)).querySelector(".event-marks"));
    texts.forEach((text, index) => {
      for (const other of [...signs, ...texts.slice(index + 1)]) {
        assert.ok(isApart(text, other), JSON.stringify({events, text, other}));
      }
    });
    count += texts.length;
  }
  assert.ok(count > 100, `only ${count} words`);
});

test("what happens early in a long gap stands upon the gap, whose words alone there is room for", () => {
  const gap = {kind: "scraper_gap", at: "2025-10-06T00:00:00Z", until: "2025-10-16T00:00:00Z", link: null};
  const batch = {kind: "batch", at: "2025-10-07T00:00:00Z", episode: null, group: "ASW", link: null};
  const marks = parse(
    ByDate(buildSeries(pageOf(undefined, {events: [batch]}), {gaps: [gap]}), WIDTHS.wide),
  ).querySelector(".event-marks");
  const [long, sign] = extentsOf(marks).signs;
  assert.ok(long.left < sign.left && sign.right < long.right);
  assert.deepEqual(
    [...marks.querySelectorAll("text:not(.data-end)")].map(({textContent}) => textContent),
    ["no scrapes"],
  );
});
