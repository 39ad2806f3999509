// The chart under a pointer, a finger and the keys.

import assert from "node:assert/strict";
import {test} from "node:test";
import {JSDOM} from "jsdom";
import {useDocument} from "../../scripts/document.js";
import {ByAge} from "../../src/components/episodes/ByAge.js";
import {ByDate} from "../../src/components/episodes/ByDate.js";
import {buildReadout} from "../../src/components/episodes/readout.js";
import {buildSeries} from "../../src/components/episodes/series.js";
import {attachTooltip} from "../../src/components/episodes/tooltip.js";
import {html} from "../../src/components/lib/dom.js";
import {pageOf} from "../fixtures/showInputs.js";

const SIZE = {width: 900, height: 380};

/** A chart of a view with its tooltip, and what a hand does to it. */
function attach(view = "date") {
  const {window} = new JSDOM("<body></body>");
  const series = buildSeries(pageOf(), {dataUntil: "2025-10-13T11:57:01Z"});
  const readout = buildReadout(view, series, SIZE);
  const act = (action) => useDocument(window.document, action);
  const chart = act(() => {
    const element = html("div", {}, view === "date" ? ByDate(series, SIZE.width) : ByAge(series, SIZE));
    window.document.body.append(element);
    element.querySelector("svg").getBoundingClientRect = () => ({left: 0, top: 0, width: SIZE.width});
    attachTooltip(element, {view, series, readout});
    return element;
  });
  const send = (event) => act(() => chart.dispatchEvent(event));
  const pointer = (name, [clientX, clientY], pointerType = "mouse") =>
    send(Object.assign(new window.MouseEvent(name, {clientX, clientY}), {pointerType}));
  return {
    chart,
    readout,
    card: chart.querySelector(".day-card"),
    press: (key) => send(new window.KeyboardEvent("keydown", {key})),
    point: (place) => pointer("pointermove", place),
    tap: (place) => pointer("pointerdown", place, "touch"),
    leave: () => pointer("pointerleave", [0, 0]),
  };
}

test("arrows walk over the days and stop at both ends, Home and End go there, Escape puts the card away", () => {
  const {chart, card, press} = attach();
  const value = () => chart.getAttribute("aria-valuenow");
  press("Home");
  assert.deepEqual([value(), card.hidden], ["0", false]);
  press("ArrowLeft");
  assert.equal(value(), "0");
  press("ArrowRight");
  assert.equal(chart.getAttribute("aria-valuetext"), "Mon 6 Oct: 200 downloads, episode 1: 200");
  press("End");
  assert.equal(value(), chart.getAttribute("aria-valuemax"));
  press("x");
  press("Escape");
  assert.equal(card.hidden, true);
});

test("the pointer shows the day below it; a second tap on it puts the card away", () => {
  const {card, point, tap, leave, readout} = attach();
  const place = [readout.column(2)[0] + 1, 200];
  point(place);
  assert.match(card.textContent, /^Tue 7 Oct100/);
  leave();
  assert.equal(card.hidden, true);
  tap(place);
  assert.equal(card.hidden, false);
  tap(place);
  assert.equal(card.hidden, true);
});

test("over an episode's head its bars stand out", () => {
  const {chart, card, point, leave, readout} = attach();
  point([readout.column(1)[0], 10]);
  assert.ok(chart.classList.contains("has-highlight"));
  assert.equal(card.hidden, true);
  assert.notEqual(chart.querySelector(".episode-highlight").getAttribute("d"), "");
  leave();
  assert.ok(!chart.classList.contains("has-highlight"));
});

test("by age the nearest line stands out, and the keys choose another", () => {
  const {chart, card, press, point, readout} = attach("age");
  const {x, y} = readout.layout;
  const chosen = () => chart.querySelector(".age-line.highlighted")?.dataset.episode;
  point([x(1), y(500)]);
  assert.equal(chosen(), "1");
  press("ArrowDown");
  assert.equal(chosen(), "2");
  assert.match(card.textContent, /^First 1 dayep 2300/);
  press("Escape");
  assert.equal(chosen(), undefined);
});
