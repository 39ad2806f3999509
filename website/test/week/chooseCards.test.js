// The four cards: who is told, and who takes the place of the headline's show.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../../scripts/document.js";
import {toMarkup} from "../../scripts/markup.js";
import {Cards} from "../../src/components/week/Cards.js";
import {chooseCards} from "../../src/components/week/chooseCards.js";
import {listMovers} from "../../src/components/week/movers.js";
import {buildRows, buildWeek, RUNNING} from "../fixtures/weeks.js";

const ROWS = buildRows(
  ["Lead", 9000, 10_000, {weeks_at_first: 16}],
  ["Riser", 3000, 1000, {previous_rank: 5}],
  ["Faller", 2000, 8000, {previous_rank: 2}],
  ["Debut", 1500, null],
  ["Small riser", 1400, 1300],
  ["Small faller", 1300, 1400],
);

const about = (index) => ({text: "x", shows: [{anilist_id: index, title: ROWS[index - 1].title}]});
const titles = (week) => chooseCards(week).map(({row}) => row.title);

test("first, riser, faller, new: by downloads", () => {
  const headline = {text: "All shows", shows: []};
  assert.deepEqual(titles(buildWeek(ROWS, {headline})), ["Lead", "Riser", "Faller", "Debut"]);
});

test("the headline's show is never a card; the next takes its place", () => {
  assert.deepEqual(titles(buildWeek(ROWS, {headline: about(2)})), ["Lead", "Small riser", "Faller", "Debut"]);
  assert.deepEqual(titles(buildWeek(ROWS, {headline: about(3)})), ["Lead", "Riser", "Small faller", "Debut"]);
  assert.deepEqual(titles(buildWeek(ROWS, {headline: about(1)})), ["Riser", "Small riser", "Faller", "Debut"]);
});

test("without a debut a first time in the top 10, then a best week, then the next rank is told", () => {
  const rest = ROWS.filter(({title}) => title !== "Debut");
  const last = (changes) => {
    const rows = rest.map((row) => (row.title === "Small riser" ? {...row, ...changes} : row));
    return chooseCards(buildWeek(rows, {headline: {text: "x", shows: []}})).at(-1);
  };
  assert.equal(last({weeks_in_top_10: 1}).label, "First time in the top 10");
  assert.equal(last({isBestWeek: true}).label, "Best week so far");
  assert.deepEqual([last({}).sign, last({}).row.title], ["#5", "Small riser"]);
});

test("where nothing can have moved, the next ranks fill the row", () => {
  const cards = chooseCards(buildWeek(ROWS, RUNNING));
  assert.deepEqual(
    cards.map(({sign}) => sign),
    ["#2", "#3", "#4", "#5"],
  );
  assert.equal(cards[0].unit, "downloads so far");
});

test("few shows, few cards; none, none", () => {
  assert.deepEqual(titles(buildWeek(ROWS.slice(0, 2), RUNNING)), ["Riser"]);
  assert.equal(Cards(buildWeek([])), null);
});

test("a rise is told by ranks, a fall by its percentage, a small one by its number", () => {
  const [, riser, faller] = chooseCards(buildWeek(ROWS, {headline: {text: "x", shows: []}}));
  assert.deepEqual([riser.figure, riser.details], ["#5 → #2", ["+2,000", "+200%"]]);
  assert.deepEqual([faller.figure, faller.details], ["−75%", ["−6,000", "#2 → #3"]]);
  const small = buildWeek(buildRows(["A", 90, 90], ["B", 30, 40]), {headline: {text: "x", shows: []}});
  assert.equal(chooseCards(small).find(({label}) => label === "Faller").figure, "−10");
});

test("a card says how much is estimated, and nothing where nothing is", () => {
  const rows = buildRows(["Lead", 100, 90], ["B", 100, 90, {downloads_estimated: 64}]);
  const markup = toMarkup(Cards(buildWeek(rows, {headline: about(1)})));
  assert.match(markup, /64% of this week estimated/);
  assert.match(markup, / · 64% est\./);
  assert.doesNotMatch(toMarkup(Cards(buildWeek(buildRows(["Lead", 9, 9], ["B", 5, 5]), {headline: about(1)}))), /est/);
});

test("movers need two comparable weeks, ranks of the first 25, and the ETL's judgement", () => {
  const far = buildRows(
    ["Near", 900, 800, {rank: 26, previous_rank: 25}],
    ["Far", 800, 100, {rank: 27, previous_rank: 26}],
  );
  assert.deepEqual(
    listMovers(buildWeek(far)).up.map(({title}) => title),
    ["Near"],
  );
  assert.deepEqual(listMovers(buildWeek(ROWS, {movers: null})), {up: [], down: [], debuts: []});
  assert.deepEqual(listMovers(buildWeek(ROWS, {isComparable: false})).up, []);
});
