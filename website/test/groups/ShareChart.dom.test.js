// The shares of each week as bars that fill it, with the names of the groups beside them.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../fixtures/document.js";
import {ShareChart, spreadLabels} from "../../src/components/groups/ShareChart.js";
import {SplitCards, SplitTable} from "../../src/components/groups/SplitTable.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";

const WEEKS = [
  {start_date: "2025-09-29", complete: true},
  {start_date: "2025-10-06", complete: true},
  {start_date: "2025-10-13", complete: false},
];
const SERIES = [
  {name: "First", colorClass: "color-1", share: 0.75, weekly: [75, 0, 30]},
  {name: "Second", colorClass: "color-2", share: 0.246, weekly: [25, 0, 10]},
  {name: "others", colorClass: null, share: 0.004, weekly: [0, 0, 0]},
];
const draw = (series = SERIES) => ShareChart({weeks: WEEKS, series}, {label: "Groups"});
const paths = (drawing, selector) => [...drawing.querySelectorAll(selector)].map((path) => path.getAttribute("d"));

test("the chart is drawn twice, for a phone and for a wide page, and has a name", () => {
  const chart = draw();
  assert.deepEqual(
    [...chart.children].map((drawing) => drawing.getAttribute("class")),
    ["share-narrow", "share-wide"],
  );
  assert.equal(chart.getAttribute("aria-label"), "Groups");
});

test("in each week the parts fill the whole height, a week without downloads is empty", () => {
  const wide = draw().lastChild;
  const [first, second] = paths(wide, ".share-bars path:not(.unfinished)").map((d) =>
    d.match(/M\S+ (\S+)h\S+V([\d.]+)/),
  );
  assert.equal(first[1], second[2], "one part begins where the other ends");
  assert.equal(second[1], "10");
  assert.equal(first[2], "370");
  assert.equal(paths(wide, ".share-bars path:not(.unfinished)").length, 2);
});

test("a week that is not over is drawn by itself", () => {
  assert.equal(paths(draw().lastChild, ".share-bars .unfinished").length, 2);
});

test("the names say the share, a very small one in words", () => {
  const names = [...draw().lastChild.querySelectorAll(".share-names text")].map((text) => text.textContent);
  assert.deepEqual(names, ["First 75%", "Second 25%", "others under 1%"]);
});

test("a long name is cut, and hostile ones stay text", () => {
  const long = draw([{...SERIES[0], name: "x".repeat(100)}]).firstChild.querySelector(".share-names text").textContent;
  assert.match(long, /^x+… 75%$/);
  for (const name of HOSTILE) {
    const chart = draw([{...SERIES[0], name}]);
    assert.equal(chart.querySelectorAll("img, script, [onerror], [style]").length, 0);
  }
});

test("labels keep their distance and stay within the chart", () => {
  const places = spreadLabels([100, 99, 12, 11, 10], {distance: 15, top: 10, bottom: 200});
  for (const [i, place] of places.entries()) {
    assert.ok(place >= 10 && place <= 200);
    if (i > 0) assert.ok(places[i - 1] - place >= 15, String(places));
  }
  assert.deepEqual(spreadLabels([100, 50], {distance: 15, top: 10, bottom: 200}), [100, 50]);
});

const ROWS = Array.from({length: 30}, (_, i) => {
  return {name: `Group ${i}`, colorClass: null, share: 0.02, downloads: 1000 - i, torrents: i, shows: 1};
});

test("the table has the first 25 and the others below a fold", () => {
  const element = SplitTable({rows: ROWS}, {name: "Group", caption: "Groups of Fall 2025"});
  assert.deepEqual(
    [...element.querySelectorAll("tbody")].map((body) => body.rows.length),
    [25, 5],
  );
  assert.equal(element.querySelector("summary").textContent, "5 more");
  assert.equal(SplitTable({rows: ROWS.slice(0, 3)}, {name: "Group", caption: ""}).querySelector("details"), null);
});

test("a card links a group's shows and says how many more there are", () => {
  const top = [{anilist_id: 21, title: "ONE PIECE", downloads: 1234}];
  const [many, single] = SplitCards({
    cards: [
      {name: "A", colorClass: "color-1", shows: 3, top},
      {name: "B", colorClass: null, shows: 1, top},
    ],
  }).children;
  assert.equal(many.textContent, "AONE PIECE 1,234and 2 more shows");
  assert.equal(many.querySelector("a").getAttribute("href"), "./show/21/");
  assert.equal(single.querySelector("p"), null);
});
