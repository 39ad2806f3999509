// The table of episodes: compared at equal age, with a row for what is missing.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../../scripts/document.js";
import {buildFacts} from "../../src/components/show/facts.js";
import {EpisodeTable} from "../../src/components/show/EpisodeTable.js";
import {parse} from "../fixtures/parse.js";
import {inputsOf, pageOf, PROJECTION} from "../fixtures/showInputs.js";

const episodeOf = (episode, first_date, daily, days = 7) => ({
  episode,
  first_date,
  downloads_daily: Array(days).fill(daily),
  downloads_estimated: Array(days).fill(0),
});

function draw(changes) {
  const inputs = inputsOf(changes);
  return parse(EpisodeTable(inputs, buildFacts(inputs)));
}

const rowsOf = (table) =>
  [...table.querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent));

test("an episode by its first 7 days, against episode 1 and the one before", () => {
  const episodes = [
    episodeOf(1, "2025-10-05", 100),
    episodeOf(2, "2025-10-12", 40),
    episodeOf(3, "2025-10-19", 50, 30),
  ];
  const table = draw({page: pageOf(episodes)});
  assert.deepEqual(rowsOf(table), [
    ["1", "5 Oct", "700", "100%", "", "–", "700", "0%"],
    ["2", "12 Oct", "280", "40%", "−60%", "–", "280", "0%"],
    ["3", "19 Oct", "350", "50%", "+25%", "1,400", "1,500", "0%"],
  ]);
  assert.equal(table.querySelector(".best").textContent, "700");
  assert.deepEqual([table.querySelectorAll(".down").length, table.querySelectorAll(".up").length], [1, 1]);
});

test("what is too young has a dash, what is projected is so", () => {
  assert.deepEqual(rowsOf(draw())[1], ["2", "12 Oct", "–", "–", "", "–", "400", "0%"]);
  const table = draw({projections: [PROJECTION]});
  assert.equal(rowsOf(table)[1][2], "≈ 600");
  assert.equal(table.querySelectorAll("rect.unfinished").length, 1);
});

test("a missing episode has a row that says so", () => {
  const table = draw({page: pageOf([episodeOf(5, "2025-10-05", 9), episodeOf(8, "2025-10-26", 9)])});
  assert.deepEqual(rowsOf(table).slice(1, 3), [
    ["6", "no torrent counted"],
    ["7", "no torrent counted"],
  ]);
});

const GAPS = [
  [
    [1, 5],
    ["2", "3", "4"],
  ],
  [[1, 6], ["2–5"]],
  [[1, 9999], ["2–9998"]],
  [
    [0, 2, 10],
    ["1", "3–9"],
  ],
  [[1, 2147483647], ["2–2147483646"]],
];

for (const [episodes, names] of GAPS) {
  test(`between episodes ${episodes.join(", ")} a long gap has one row`, () => {
    const table = draw({page: pageOf(episodes.map((episode) => episodeOf(episode, "2025-10-05", 9)))});
    const missing = rowsOf(table).filter(([, text]) => text === "no torrent counted");
    assert.deepEqual(
      missing.map(([name]) => name),
      names,
    );
    assert.equal(table.querySelectorAll("tbody tr").length, episodes.length + names.length);
  });
}

test("without an episode 1 nothing is compared with it", () => {
  const heads = (page) => [...draw({page}).querySelectorAll("thead th")].map((cell) => cell.textContent);
  assert.ok(heads(pageOf()).includes("Hold vs ep 1"));
  assert.ok(!heads(pageOf([episodeOf(1133, "2025-10-05", 9)])).includes("Hold vs ep 1"));
});

test("a row copies as one line: no blocks in cells, no words in ornaments", () => {
  const table = draw({projections: [PROJECTION]});
  assert.equal(table.querySelector("td :is(div, p, ul, br)"), null);
  const bars = [...table.querySelectorAll("svg")];
  assert.ok(bars.every((bar) => bar.textContent === "" && bar.getAttribute("aria-hidden") === "true"));
});

test("downloads of nothing divide by nothing", () => {
  assert.doesNotMatch(draw({page: pageOf([episodeOf(1, "2025-10-05", 0)])}).innerHTML, /NaN|Infinity|undefined/);
});
