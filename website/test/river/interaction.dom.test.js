// The river in a browser: what a page can ask of it, and what it says to the page.

import assert from "node:assert/strict";
import test, {afterEach, beforeEach} from "node:test";
import {JSDOM} from "jsdom";
import {hydrateRiver} from "../../src/components/river/interaction.js";
import {RiverBox} from "../../src/components/river/River.js";
import {seasonOf, THREE_WEEKS} from "../fixtures/seasons.js";

const SEASON = seasonOf(THREE_WEEKS);
const BROWSER = ["document", "window", "ResizeObserver"];
let before;
let box;

beforeEach(() => {
  before = BROWSER.map((name) => globalThis[name]);
  const {window} = new JSDOM('<html data-root="../"><body></body></html>');
  window.ResizeObserver = class {
    observe() {}
  };
  window.SVGElement.prototype.scrollIntoView = () => {};
  for (const name of BROWSER) globalThis[name] = name === "window" ? window : window[name];
  document.body.append(RiverBox(SEASON, {week: "2025-W41"}));
  box = document.querySelector(".river-box");
  Object.defineProperty(box, "clientWidth", {value: 1200});
});

afterEach(() => BROWSER.forEach((name, i) => (globalThis[name] = before[i])));

const litWeek = () => box.querySelector(".river-date[aria-current]")?.dataset.week ?? null;
const dateOf = (week) => box.querySelector(`.river-date[data-week="${week}"]`);
const press = (element, key) =>
  element.dispatchEvent(new window.KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
const click = (element, options = {}) => {
  const event = new window.MouseEvent("click", {bubbles: true, cancelable: true, ...options});
  element.addEventListener("click", () => {}, {once: true});
  element.dispatchEvent(event);
  return event.defaultPrevented;
};

test("one chart of the box's width takes the place of those of the page, its week lit", () => {
  hydrateRiver(box, SEASON);
  const charts = [...box.querySelectorAll(".river")].map((chart) => chart.getAttribute("viewBox").split(" ")[2]);
  assert.deepEqual(charts, ["1200"]);
  assert.equal(litWeek(), "2025-W41");
});

test("a page lights another week, or none", () => {
  const river = hydrateRiver(box, SEASON);
  river.setWeek("2025-W42");
  assert.equal(litWeek(), "2025-W42");
  river.setWeek(null);
  assert.equal(litWeek(), null);
});

test("a click on a date chooses its week, where the page takes it over; with Ctrl it stays a link", () => {
  const weeks = [];
  hydrateRiver(box, SEASON, {onWeek: (week) => weeks.push(week)});
  assert.equal(click(dateOf("2025-W40").querySelector("text")), true);
  assert.equal(click(dateOf("2025-W42"), {ctrlKey: true}), false);
  assert.deepEqual(weeks, ["2025-W40"]);
});

test("without a page that takes it over, a date is a link", () => {
  hydrateRiver(box, SEASON);
  assert.equal(click(dateOf("2025-W40")), false);
  assert.equal(dateOf("2025-W40").getAttribute("href"), "../week/2025-W40/");
});

test("the dates are one tab stop, and arrows, Home and End lead along them", () => {
  hydrateRiver(box, SEASON);
  const stops = () => [...box.querySelectorAll('.river-date[tabindex="0"]')].map(({dataset}) => dataset.week);
  assert.deepEqual(stops(), ["2025-W41"]);
  dateOf("2025-W41").focus();
  for (const [key, week] of [
    ["ArrowUp", "2025-W40"],
    ["ArrowUp", "2025-W40"],
    ["End", "2025-W42"],
    ["ArrowDown", "2025-W42"],
    ["Home", "2025-W40"],
  ]) {
    press(document.activeElement, key);
    assert.equal(document.activeElement.dataset.week, week, key);
    assert.deepEqual(stops(), [week]);
  }
});

test("a date keeps the focus when its week is lit", () => {
  const river = hydrateRiver(box, SEASON, {onWeek: (week) => river.setWeek(week)});
  dateOf("2025-W42").focus();
  click(dateOf("2025-W42"));
  assert.equal(document.activeElement, dateOf("2025-W42"));
});

test("the ribbons are one tab stop, and arrows lead along them", () => {
  hydrateRiver(box, SEASON);
  const stop = () => box.querySelector('.ribbon[tabindex="0"]');
  assert.equal(stop().dataset.show, "2", "the best of the lit week");
  stop().focus();
  press(stop(), "ArrowRight");
  assert.equal(document.activeElement.dataset.show, "1");
  assert.match(box.querySelector(".river-card").textContent, /show 1/);
  press(document.activeElement, "Escape");
  assert.equal(box.querySelector(".river-card").hidden, true);
});

test("a selected show is highlighted, besides those that the page names", () => {
  const river = hydrateRiver(box, SEASON);
  const highlighted = () => [...box.querySelectorAll(".ribbon.highlighted")].map(({dataset}) => dataset.show).sort();
  river.select(3);
  assert.deepEqual(highlighted(), ["3"]);
  river.highlight(new Set([1]));
  assert.deepEqual(highlighted(), ["1", "3"]);
  river.highlight(null);
  river.select(null);
  assert.deepEqual(highlighted(), []);
});

test("all ranks are drawn when asked for", () => {
  box.remove();
  const season = seasonOf([Array.from({length: 40}, (_, i) => [i + 1, 90 - i])]);
  document.body.append(RiverBox(season));
  const river = hydrateRiver(document.querySelector(".river-box"), season);
  const count = () => document.querySelectorAll(".ribbon").length;
  assert.deepEqual([river.hiddenLanes, count()], [15, 25]);
  assert.deepEqual([river.isDrawn(25), river.isDrawn(26)], [true, false]);
  river.select(30);
  assert.equal(document.querySelector(".has-highlights"), null, "a show that is not drawn dims nothing");
  river.setAll({all: true});
  assert.equal(count(), 40);
});
