// The page of all shows in a browser: the list is filtered as a reader types, and sorted by its heads.

import {fill, html} from "../components/lib/dom.js";
import {pluralize} from "../components/lib/format.js";
import {decodeShows, findShows} from "../components/search/searchDocument.js";
import {COLUMNS} from "../components/shows/ShowTable.js";
import {numberSeason, readNumber, sortRows} from "../components/shows/sortRows.js";
import {hydratePage, markReady} from "./common.js";

const QUERY = "find";

const table = document.querySelector(".shows");
const rows = [...table.tBodies[0].rows];

function addFilter() {
  const input = html("input", {type: "search", id: "filter", autocomplete: "off", spellcheck: "false"});
  const status = html("p", {class: "soft", role: "status"});
  const place = document.querySelector(".show-filter");
  fill(place, html("label", {for: "filter"}, "Filter by any title, also a short one"), input, status);
  const filter = createFilter(status);
  input.addEventListener("input", () => {
    rememberQuery(input.value);
    filter(input.value);
  });
  input.value = new URLSearchParams(location.search).get(QUERY) ?? "";
  if (input.value !== "") filter(input.value);
}

/** What hides all rows but those whose shows a text means; the titles are fetched with the first text. */
function createFilter(status) {
  let titles = null;
  let newest = null;
  return async (query) => {
    newest = query;
    titles ??= fetchTitles();
    const matches = findShows(await titles, query);
    if (query === newest) showRows(matches && new Set(matches.map(({id}) => id)), status);
  };
}

const fetchTitles = async () => {
  const {src} = document.querySelector(".search").dataset;
  return decodeShows(await (await fetch(src)).json());
};

/** Show the rows of some shows (a set of ids), or all for null. */
function showRows(ids, status) {
  for (const row of rows) row.hidden = ids !== null && !ids.has(Number(row.dataset.show));
  fill(status, ids && (ids.size === 0 ? "No match." : pluralize(ids.size, "show")));
}

function rememberQuery(query) {
  const address = new URL(location.href);
  if (query === "") address.searchParams.delete(QUERY);
  else address.searchParams.set(QUERY, query);
  history.replaceState(null, "", address);
}

function addSorting() {
  for (const [index, head] of [...table.tHead.rows[0].cells].entries()) {
    const {name, key, order} = COLUMNS[index];
    const button = html("button", {type: "button"}, name);
    button.addEventListener("click", () => sortBy(head, index, {key, order}));
    fill(head, button);
  }
}

/** Sort by a column; a second time in the other order. */
function sortBy(head, index, {key, order}) {
  const before = {ascending: "up", descending: "down"}[head.getAttribute("aria-sort")];
  const next = before ? {up: "down", down: "up"}[before] : order;
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", next === "up" ? "ascending" : "descending");
  table.tBodies[0].append(...sortRows(rows, {valueOf: (row) => readValue(row.cells[index], key), order: next}));
}

function readValue(cell, key) {
  if (key === "title") return cell.querySelector("a").textContent;
  if (key === "season") return numberSeason(cell.dataset.first);
  return readNumber(cell.textContent);
}

hydratePage();
addFilter();
addSorting();
markReady();
