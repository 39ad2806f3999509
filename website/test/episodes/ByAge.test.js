// The chart by age: sums since release, labels that do not touch, and the sentence above.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../../scripts/document.js";
import {toMarkup} from "../../scripts/markup.js";
import {spread} from "../../src/components/episodes/AgeLabels.js";
import {ByAge, describeAges, layOutByAge} from "../../src/components/episodes/ByAge.js";
import {buildSeries} from "../../src/components/episodes/series.js";
import {forRandomPages} from "../fixtures/episodes.js";
import {randomFrom} from "../fixtures/random.js";
import {parse} from "../fixtures/parse.js";
import {pageOf, PROJECTION} from "../fixtures/showInputs.js";

const SIZE = {width: 1216, height: 380};

test("a line is what its episode had up to each day, and at day 7 what the table says", () => {
  forRandomPages((page) => {
    for (const {episode, points} of layOutByAge(buildSeries(page), SIZE).lines) {
      const {downloads_daily: daily} = page.episodes.find((candidate) => candidate.episode === episode);
      assert.deepEqual(points[0], [0, 0]);
      assert.ok(points.every(([age, count], i) => i === 0 || (age === i && count === points[i - 1][1] + daily[i - 1])));
      const {downloads_7: count} = page.first_days.episodes.find((candidate) => candidate.episode === episode);
      if (count !== null) assert.equal(points[7][1], count);
    }
  });
});

test("labels in the column keep their order and distance, near to where they belong", () => {
  for (let seed = 1; seed < 40; seed++) {
    const random = randomFrom(seed);
    const ends = Array.from({length: 1 + Math.floor(random() * 20)}, () => ({y: 20 + random() ** 2 * 300}));
    const places = spread(ends, {step: 16, top: 20, bottom: 340});
    places.slice(1).forEach(({place, y}, i) => {
      assert.ok(place - places[i].place >= 16 - 1e-9);
      assert.ok(y >= places[i].y);
    });
    assert.ok(places[0].place >= 20 && places.at(-1).place <= 340 + 1e-9);
  }
  const [first] = spread([{y: 100}, {y: 104}], {step: 16, top: 0, bottom: 300});
  assert.equal(first.place, 94, "both move as far");
});

test("every picture is whole, and many episodes have as many labels as have room", () => {
  forRandomPages((page) => {
    for (const width of [336, 1216]) {
      const chart = ByAge(buildSeries(page), {width, height: 240});
      assert.doesNotMatch(toMarkup(chart), /NaN|Infinity|undefined|style=/);
      const places = [...parse(chart).querySelectorAll(".age-labels path + text")].map((text) =>
        text.getAttribute("y"),
      );
      const sorted = places.map(Number).sort((a, b) => a - b);
      sorted.slice(1).forEach((place, i) => assert.ok(place - sorted[i] >= 12.8));
    }
  }, 15);
});

test("a young episode goes on dashed to day 7, with its interval", () => {
  const series = buildSeries(pageOf(), {projections: [PROJECTION], dataUntil: "2025-10-13T11:57:01Z"});
  const chart = parse(ByAge(series, SIZE));
  assert.equal(chart.querySelectorAll(".projected-line").length, 1);
  assert.equal(chart.querySelectorAll(".whisker").length, 1);
  assert.match(chart.querySelector(".age-labels").textContent, /Ep 2: about 600600 to 800 at day 7/);
  assert.equal(layOutByAge(series, SIZE).lines[1].rest.at(-1)[0], 7);
});

const weekOf = (episode, first_date, daily) => ({
  episode,
  first_date,
  downloads_daily: Array(7).fill(daily),
  downloads_estimated: Array(7).fill(0),
});

test("the sentence compares at equal age", () => {
  const describe = (...episodes) => describeAges(buildSeries(pageOf(episodes)));
  const first = weekOf(1, "2025-10-05", 100);
  assert.equal(describe(first), "Episode 1 had 700 downloads in its first 7 days.");
  assert.equal(
    describe(first, weekOf(2, "2025-10-12", 39)),
    "Episode 2 had 273 downloads in its first 7 days, 39% of those of episode 1.",
  );
  assert.match(describe(first, weekOf(2, "2025-10-12", 250)), /1,750 downloads .*, 2\.5 × those of episode 1\.$/);
  const later = [weekOf(1160, "2025-10-05", 10), weekOf(1161, "2025-10-12", 5)];
  assert.match(describe(...later), /50% of those of episode 1160\.$/);
});

test("the median of its class stands at day 7, where the class has one", () => {
  const page = pageOf([weekOf(1, "2025-10-05", 100)]);
  page.first_days.premiere_class = {medians: [{episode: 1, shows: 9, downloads: 640.5}]};
  const series = buildSeries(page);
  assert.match(describeAges(series), /The median of 9 shows with a premiere as large is 641\.$/);
  assert.equal(parse(ByAge(series, SIZE)).querySelectorAll(".median").length, 1);
  assert.equal(parse(ByAge(buildSeries(pageOf()), SIZE)).querySelectorAll(".median").length, 0);
});
