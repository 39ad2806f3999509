// Another week in the front page's list: from its own page, with a history entry, and back.

import assert from "node:assert/strict";
import {test} from "node:test";
import {JSDOM} from "jsdom";
import {drawAt} from "../../scripts/document.js";
import {toMarkup} from "../../scripts/markup.js";
import {buildSite} from "../../scripts/site.js";
import {frontPage, selectFront} from "../../src/pages/frontPage.js";
import {selectWeek, weekPage} from "../../src/pages/weekPage.js";
import {hydrateSorting} from "../../src/hydrate/sorting.js";
import {hydrateWeekChoice} from "../../src/hydrate/weekChoice.js";
import {buildDocuments} from "../fixtures/documents.js";

const TITLES = Array.from({length: 20}, (_, i) => `Show ${i + 1}`);
const NEWEST = "6–12 October 2025, provisional";
const ROOT = "https://example.org/anime/";

const slots = (page, names) =>
  names.map((name) => `<div data-slot="${name}">${toMarkup(page.slots[name])}</div>`).join("");

/** A browser with the front page, which gets weeks' pages of the same site; `fetched` are their addresses. */
function openFront(hash = "") {
  const site = buildSite(buildDocuments({titles: TITLES}));
  const front = drawAt("./", () => frontPage(selectFront(site)));
  const {window} = new JSDOM(
    `<html data-root="./"><title>This week | nyaastats</title>${slots(front, ["list-title", "chooser", "list"])}`,
    {
      url: ROOT + hash,
    },
  );
  const fetched = [];
  const fetchPage = async (address) => {
    const {href} = new window.URL(address, window.location);
    fetched.push(href);
    const chart = site.weeks.find(({week}) => href.endsWith(`/${week}/`));
    const page = drawAt("../../", () => weekPage(selectWeek(site, chart)));
    return {ok: true, url: href, text: async () => slots(page, ["list"])};
  };
  const {document, location, history, DOMParser} = window;
  Object.assign(globalThis, {document, location, history, DOMParser, fetch: fetchPage});
  globalThis.addEventListener = window.addEventListener.bind(window);
  return {window, fetched, listed: []};
}

const titleOf = ({document}) => document.querySelector('[data-slot="list-title"]').textContent;

/** Wait for what the browser does in its own time; a second is more than it ever needs. */
async function waitFor(condition) {
  for (let tries = 0; tries < 100 && !condition(); tries += 1) await new Promise((done) => setTimeout(done, 10));
  assert.ok(condition(), String(condition));
}

const waitForTitle = (window, title) => waitFor(() => titleOf(window) === title);

test("chosen weeks are taken from their pages, and Back and forward walk them (bug 9)", async () => {
  const {window, fetched, listed} = openFront();
  const choice = hydrateWeekChoice({onList: (week) => listed.push(week)});
  await waitForTitle(window, NEWEST);
  choice.choose("2025-W40");
  await waitForTitle(window, "29 September – 5 October 2025");
  assert.equal(window.location.hash, "#2025-W40");
  assert.equal(window.document.title, "29 September – 5 October 2025 | nyaastats", "a name for the history's entry");
  window.document.querySelector(".step[rel=next], .step:last-child").click();
  await waitForTitle(window, NEWEST);
  assert.equal(window.location.href, ROOT, "the newest week is the page itself");
  assert.equal(window.document.title, "This week | nyaastats");
  for (const title of ["29 September – 5 October 2025", NEWEST]) {
    window.history.back();
    await waitForTitle(window, title);
  }
  window.history.forward();
  await waitForTitle(window, "29 September – 5 October 2025");
  assert.deepEqual(fetched, [`${ROOT}week/2025-W40/`], "each page once");
  assert.equal(listed.at(-1), "2025-W40");
});

test("links of a list that was taken over lead where they did, and its switch is the front page's", async () => {
  const {window} = openFront("#2025-W40");
  hydrateWeekChoice({onList: () => {}});
  await waitForTitle(window, "29 September – 5 October 2025");
  assert.equal(window.document.querySelector("tbody a").href, `${ROOT}show/1/`);
  assert.equal(window.document.querySelector(".fold-switch"), null, "twenty rows are no more than the first 25");
});

test("a week whose page cannot be had is not shown by another's name", async () => {
  const {window} = openFront();
  globalThis.fetch = async () => ({ok: false});
  const visited = [];
  globalThis.location = {pathname: "/anime/", search: "", hash: "", assign: (address) => visited.push(address)};
  hydrateWeekChoice({onList: () => {}}).choose("2025-W40");
  await waitFor(() => visited.length > 0);
  assert.deepEqual(visited, ["./week/2025-W40/"]);
  assert.equal(titleOf(window), NEWEST);
});

test("the list is sorted by what was gained, by what was lost, and by rank again", () => {
  const {window} = openFront();
  const slot = window.document.querySelector('[data-slot="list"]');
  const rows = [...slot.querySelectorAll("tbody tr")];
  for (const [index, change] of ["5", "-7", "9"].entries()) rows[index].dataset.change = change;
  delete rows[3].dataset.change;
  hydrateSorting(slot);
  const head = slot.querySelector("th.change");
  const ranks = () => [...slot.querySelectorAll("tbody .rank")].map(({textContent}) => Number(textContent));
  head.querySelector("button").click();
  assert.equal(head.getAttribute("aria-sort"), "descending");
  assert.deepEqual(ranks().slice(0, 3), [3, 1, 2]);
  assert.equal(ranks().at(-1), 4, "a show that was not ranked before has no change");
  head.querySelector("button").click();
  assert.equal(head.getAttribute("aria-sort"), "ascending");
  assert.equal(ranks().at(-1), 4);
  head.querySelector("button").click();
  assert.equal(head.getAttribute("aria-sort"), null);
  assert.deepEqual(ranks().slice(0, 4), [1, 2, 3, 4]);
});
