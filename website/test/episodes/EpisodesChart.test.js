// The drawn chart, against the days it draws.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../fixtures/document.js";
import {attachTooltip} from "../../src/components/episodes/tooltip.js";
import {listCautions, formatDayTotal, listTopEpisodes} from "../../src/components/episodes/tooltipText.js";
import {EpisodesChart} from "../../src/components/episodes/EpisodesChart.js";
import {buildSeries, MODES, findPartialStart} from "../../src/components/episodes/series.js";
import {formatShortCount} from "../../src/components/lib/format.js";
import {buildTicks, selectSpaced} from "../../src/components/episodes/axis.js";
import {forRandomPages, numbers, randomPage} from "../fixtures/episodes.js";

const WIDTHS = [328, 640, 1200];
const drawn = new Map();
/** A chart is drawn once for all tests, which only read it: drawing is most of their time. */
const draw = (page, {mode, width, dataUntil = null}) => {
  const key = JSON.stringify([page, mode, width, dataUntil]);
  if (!drawn.has(key)) {
    const series = buildSeries(page, {mode, dataUntil});
    drawn.set(key, {series, chart: EpisodesChart(series, {width})});
  }
  return drawn.get(key);
};
const onEach = (page, check) => {
  for (const mode of MODES) for (const width of WIDTHS) check({mode, width, ...draw(page, {mode, width})});
};
const short = (...lists) => ({
  provisional_from: null,
  episodes: lists.map((daily, i) => ({
    episode: i + 1,
    first_date: `2026-01-${19 + i}`,
    downloads_daily: daily,
    downloads_estimated: daily.map(() => 0),
  })),
});

/** The corners of a path of straight lines. */
function corners(path) {
  const numbersOf = path.getAttribute("d").match(/-?[\d.]+(e-?\d+)?/g);
  return Array.from({length: numbersOf.length / 2}, (_, i) => [Number(numbersOf[2 * i]), Number(numbersOf[2 * i + 1])]);
}

const shoelace = (points) =>
  Math.abs(points.reduce((sum, [x, y], i) => sum + x * points.at(i - 1)[1] - points.at(i - 1)[0] * y, 0)) / 2;

test("by date the painted area of an episode is its downloads", () => {
  forRandomPages((page, seed) => {
    const {chart, series} = draw(page, {mode: "calendar", width: WIDTHS[seed % 3]});
    const panel = chart.querySelector("svg");
    const [x, y] = [panel.scale("x"), panel.scale("y")];
    const unit = (x.apply(1) - x.apply(0)) * (y.apply(0) - y.apply(1));
    const bands = [...chart.querySelectorAll(".band")];
    assert.equal(bands.length, series.episodes.length);
    bands.forEach((band, i) => {
      const downloads = page.episodes[i].downloads_daily.reduce((sum, number) => sum + number, 0);
      const slack = 0.002 * page.episodes[i].downloads_daily.length * (x.apply(1) - x.apply(0)) + 1;
      assert.ok(Math.abs(shoelace(corners(band)) - downloads * unit) < slack);
    });
  });
});

test("by age every day's step has the height of its downloads, over the day's whole width", () => {
  forRandomPages((page) => {
    const {chart, series} = draw(page, {mode: "daily", width: 1200});
    const [x, y] = ["x", "y"].map((name) => chart.querySelector("svg").scale(name).apply);
    const has = (points, at, value) =>
      points.some(([px, py]) => Math.abs(px - x(at)) < 0.01 && Math.abs(py - y(value)) < 0.01);
    [...chart.querySelectorAll(".band")].forEach((band, i) => {
      const points = corners(band);
      for (const {at, parts} of series.days.filter((day) => day.parts[i].counted)) {
        const low = parts.slice(0, i).reduce((sum, {height}) => sum + height, 0);
        for (const edge of [at, at + 1])
          for (const value of [low, low + parts[i].height]) assert.ok(has(points, edge, value));
      }
    });
  });
});

test("the line of all downloads never falls, and ends at their sum on its own axis", () => {
  forRandomPages((page) => {
    for (const mode of ["daily", "calendar"])
      for (const width of WIDTHS) {
        const {chart, series} = draw(page, {mode, width});
        const line = chart.querySelector(".sum-line");
        const points = corners(line);
        points.forEach(([, y], i) => assert.ok(i === 0 || y <= points[i - 1][1]));
        const y = line.closest("svg").scale("y");
        const ticks = buildTicks(series.days.at(-1).sum);
        const top = y.apply(y.domain[1]);
        const expected = y.apply(0) + ((top - y.apply(0)) * series.days.at(-1).sum) / ticks.at(-1);
        assert.ok(Math.abs(points.at(-1)[1] - expected) < 0.01);
      }
  });
});

test("one panel on a wide screen and for running sums, else one for the line", () => {
  const panels = (mode, width) => draw(randomPage(3), {mode, width}).chart.querySelectorAll("svg").length;
  for (const [mode, width, many] of [
    ["daily", 639, 2],
    ["daily", 640, 1],
    ["calendar", 328, 2],
    ["calendar", 1200, 1],
    ["cumulative", 328, 1],
    ["cumulative", 1200, 1],
  ])
    assert.equal(panels(mode, width), many, `${mode} at ${width}`);
});

test("no style in the markup, no number that is none, a name on every picture", () => {
  forRandomPages((page) => {
    onEach(page, ({chart}) => {
      assert.equal(chart.querySelector("style, [style], script, foreignObject"), null);
      assert.doesNotMatch(chart.outerHTML, /NaN|undefined|Infinity/);
      for (const picture of chart.querySelectorAll("svg")) {
        assert.equal(picture.getAttribute("role"), "img");
        assert.match(picture.getAttribute("aria-label"), /\w/);
      }
    });
  }, 20);
});

test("labels of episodes do not touch each other", () => {
  forRandomPages((page) => {
    onEach(page, ({chart}) => {
      const boxes = [...chart.querySelectorAll(".episode-labels text")].map((label) => [
        Number(label.getAttribute("x")),
        Number(label.getAttribute("y")),
        6.5 * label.textContent.length,
      ]);
      boxes.forEach(([x, y, width], i) =>
        boxes
          .slice(0, i)
          .forEach(([x2, y2]) => assert.ok(Math.abs(x - x2) >= width - 0.01 || Math.abs(y - y2) >= 10.99)),
      );
    });
  });
});

test("the veil lies over the days that only some episodes have a count for", () => {
  forRandomPages((page) => {
    onEach(page, ({chart, series}) => {
      const from = findPartialStart(series);
      const veil = chart.querySelector(".veil");
      assert.equal(veil === null, from === null);
      if (veil === null) return;
      const x = chart.querySelector("svg").scale("x").apply;
      assert.ok(Math.abs(Number(veil.getAttribute("x")) - x(from)) < 0.01);
      assert.ok(Math.abs(Number(veil.getAttribute("width")) - x(series.days.length) + x(from)) < 0.01);
    });
  }, 20);
});

test("the veil says at least once how many episodes are left, and its words stay apart and in the picture", () => {
  forRandomPages((page) => {
    onEach(page, ({chart, series, width}) => {
      const words = [...chart.querySelectorAll(".partial-days text:not(.partial-title)")];
      assert.equal(words.length > 0, findPartialStart(series) !== null);
      const starts = words.map((label) => Number(label.getAttribute("x"))).sort((a, b) => a - b);
      starts.forEach((start, i) => assert.ok(start > 0 && start < width && !(start - starts[i - 1] < 103)));
    });
  });
});

test("one episode and one or two days are seen", () => {
  for (const page of [short([5]), short([5, 2]), short([5, 0], [3]), short([0])])
    onEach(page, ({chart, mode}) => {
      for (const band of chart.querySelectorAll(".band")) {
        const width = Math.max(...corners(band).map(([x]) => x)) - Math.min(...corners(band).map(([x]) => x));
        assert.ok(width > 10, mode);
      }
    });
});

test("the day that is not over is named in the calendar", () => {
  const text = (mode, dataUntil) =>
    draw(short([5, 2]), {mode, width: 640, dataUntil}).chart.querySelector(".open-title")?.textContent;
  assert.match(text("calendar", "2026-01-20T11:57:01Z"), /20 Jan is not over/);
  assert.equal(text("calendar", "2026-01-22T11:57:01Z"), undefined);
  assert.equal(text("daily", "2026-01-20T11:57:01Z"), undefined);
});

test("provisional days are hatched and named, and the line of all downloads is dashed there, without a gap", () => {
  const page = {...short([50, 20, 9, 4]), provisional_from: "2026-01-21"};
  for (const width of WIDTHS) {
    const {chart} = draw(page, {mode: "calendar", width, dataUntil: "2026-01-22T11:57:01Z"});
    assert.match(chart.querySelector(".open-title").textContent, /provisional from 21 Jan, 22 Jan is not over/);
    const [settled, open] = [...chart.querySelectorAll(".sum-line")].map(corners);
    assert.equal(chart.querySelectorAll(".sum-line.open").length, 1);
    assert.deepEqual(settled.at(-1), open[0]);
    assert.deepEqual([settled.length, open.length], [3, 3]);
  }
  const daily = draw(page, {mode: "daily", width: 640, dataUntil: "2026-01-22T11:57:01Z"}).chart;
  assert.equal(daily.querySelector(".open-title, .sum-line.open"), null);
});

test("axis ticks are whole, reach the largest value, and are written without rounding", () => {
  const random = numbers(5);
  for (let i = 0; i < 2000; i++) {
    const max = Math.floor(10 ** (random() * 7.5));
    const ticks = buildTicks(max);
    assert.ok(ticks.at(-1) >= max && ticks.every(Number.isInteger), `${max}: ${ticks}`);
    assert.ok(ticks.at(-1) <= Math.max(4, 2.01 * max), `${max}: ${ticks}`);
    for (const tick of ticks) assert.equal(written(formatShortCount(tick)), tick);
  }
  assert.deepEqual(buildTicks(0), [0, 1, 2, 3, 4]);
});

function written(text) {
  const [, number, unit] = text.match(/^([\d.]+)([km]?)$/i);
  return Math.round(Number(number) * {"": 1, k: 1e3, m: 1e6}[unit.toLowerCase()]);
}

test("what is spaced is apart, and the first one stays", () => {
  assert.deepEqual(
    selectSpaced([0, 3, 10, 12, 21], (place) => place, 10),
    [0, 10, 21],
  );
});

test("the words of a day say the numbers of the day", () => {
  const daily = buildSeries(short([9, 4], [3]), {mode: "daily", dataUntil: "2026-01-20T08:00:00Z"});
  assert.equal(formatDayTotal(daily, daily.days[0]), "12 downloads of 2 episodes");
  assert.equal(formatDayTotal(daily, daily.days[1]), "4 downloads of 1 of 2 episodes");
  assert.deepEqual(listCautions(daily, daily.days[1]), ["16 in total up to here.", "Day not over for 1 episode."]);
  const open = {...short([9, 4], [3]), provisional_from: "2026-01-19"};
  const cautions = (mode) => {
    const series = buildSeries(open, {mode, dataUntil: "2026-01-21T00:10:00Z"});
    return listCautions(series, series.days[0]);
  };
  assert.deepEqual(cautions("daily"), [
    "Provisional for 2 episodes: downloads are expected that no scrape has counted yet.",
  ]);
  assert.deepEqual(cautions("calendar"), ["Provisional: downloads are expected that no scrape has counted yet."]);
});

test("the top episodes and the others together are the whole stack", () => {
  forRandomPages((page) => {
    for (const mode of MODES)
      for (const day of buildSeries(page, {mode}).days) {
        const counts = listTopEpisodes(day).map(({value}) => Number(value.replaceAll(",", "")));
        assert.equal(
          counts.reduce((sum, number) => sum + number, 0),
          day.height,
        );
        assert.ok(counts.length <= 6);
      }
  }, 20);
});

test("arrows walk over the days and stop at both ends, Escape puts the card away", () => {
  const {chart, series} = draw(short([9, 4, 2]), {mode: "daily", width: 640});
  attachTooltip(chart, series);
  const card = chart.querySelector(".day-card");
  const press = (key) => {
    const {KeyboardEvent} = chart.ownerDocument.defaultView;
    chart.dispatchEvent(new KeyboardEvent("keydown", {key, cancelable: true}));
    return chart.getAttribute("aria-valuenow");
  };
  assert.equal(chart.getAttribute("aria-valuenow"), "2");
  assert.deepEqual(["ArrowLeft", "ArrowLeft", "ArrowLeft", "PageUp", "Home", "End"].map(press), [..."100202"]);
  assert.equal(card.hidden, false);
  assert.match(card.textContent, /Day 2/);
  press("x");
  assert.equal(card.hidden, false);
  press("Escape");
  assert.equal(card.hidden, true);
});
