// A film's row: where it leads, its weeks from the first torrent on, and what is estimated of it.

import assert from "node:assert/strict";
import {test} from "node:test";
import "../fixtures/document.js";
import {FilmTable, WEEKS} from "../../src/components/films/FilmTable.js";
import {filmsPage, selectFilms} from "../../src/pages/filmsPage.js";
import {HOSTILE} from "../fixtures/hostileTitles.js";

const FILM = {
  anilist_id: 7,
  title: "A Film",
  title_native: "映画",
  format: "MOVIE",
  url: "https://anilist.co/anime/7",
  poster: null,
  color: "#336699",
  first_week: "2025-W40",
  downloads: 1000,
  downloads_estimated: 340,
  downloads_weekly: [600, 300, 100],
  downloads_estimated_weekly: [0, 300, 40],
  groups: [{name: "One"}, {name: "Two"}, {name: "Three"}],
};

const siteOf = (films, complete = false) => ({
  films: {films, last_week: "2025-W41", complete},
  weeks: [
    {week: "2025-W40", start_date: "2025-09-29"},
    {week: "2025-W41", start_date: "2025-10-06"},
  ],
});

const row = (changes = {}) => FilmTable(selectFilms(siteOf([{...FILM, ...changes}])).films).querySelector("tbody tr");
const texts = (element) => [...element.cells].map((cell) => cell.textContent);

test("a row says what a film had", () => {
  assert.deepEqual(texts(row()).slice(1), ["Film", "29 Sept – 5 Oct 2025", "", "1,000", "34%", "One, Two and 1 more"]);
  assert.equal(row().id, "film-7");
  assert.deepEqual(
    [...row().querySelectorAll("a")].map((link) => link.getAttribute("href")),
    ["https://anilist.co/anime/7", "./week/2025-W40/"],
  );
});

test("what is not known is left away", () => {
  assert.equal(row({title_native: null}).querySelector("small"), null);
  assert.equal(row({format: "NEW"}).cells[1].textContent, "NEW");
  assert.equal(row({first_week: "2025-W39"}).cells[2].textContent, "2025-W39");
  assert.equal(row({downloads_estimated: 0}).cells[5].textContent, "–");
  assert.equal(row({downloads_estimated: 1}).cells[5].textContent, "under 1%");
});

test("each week is a bar on the film's own scale, the estimated part paler, and no bar stands for nothing", () => {
  const [all, counted] = [...row().querySelectorAll("path")].map((path) =>
    path.getAttribute("d").split("z").filter(Boolean),
  );
  assert.equal(all.length, 3);
  assert.equal(counted.length, 2);
  assert.equal(all[0], "M0 28v-28h5V28");
});

test("as many weeks as there is room for", () => {
  const weekly = Array(WEEKS + 10).fill(5);
  const [all] = row({downloads_weekly: weekly, downloads_estimated_weekly: weekly}).querySelectorAll("path");
  assert.equal(all.getAttribute("d").split("z").filter(Boolean).length, WEEKS);
});

test("hostile titles and groups stay text", () => {
  for (const title of HOSTILE) {
    const element = row({title, title_native: title, groups: [{name: title}]});
    assert.equal(element.querySelector("a").textContent, title);
    assert.equal(element.querySelectorAll("img, script, [onerror], [style]").length, 0);
  }
});

test("the most downloaded comes first, and the page says from when to when", () => {
  const films = [{...FILM, anilist_id: 8, downloads: 5}, {...FILM, anilist_id: 9, downloads: 1000}, FILM];
  const selected = selectFilms(siteOf(films));
  assert.deepEqual(
    selected.films.map(({anilist_id: id}) => id),
    [7, 9, 8],
  );
  const {slots} = filmsPage(selected);
  assert.equal(
    slots.window,
    "3 titles, by downloads in the weeks from 29 September – 5 October 2025 to 6–12 October 2025 (not over).",
  );
  assert.doesNotMatch(filmsPage(selectFilms(siteOf(films, true))).slots.window, /not over/);
  assert.match(filmsPage(selectFilms(siteOf([]))).slots.films.textContent, /No film/);
});
