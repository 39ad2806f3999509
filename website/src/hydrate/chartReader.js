// The compare chart under a pointer or a keyboard: a rule at a place, and a card of what all shows had there.

import {CompareCard, describeValues} from "../components/compare/CompareCard.js";
import {layOut} from "../components/compare/CompareChart.js";
import {fill, html, svg} from "../components/lib/dom.js";

const STEPS = {ArrowLeft: -1, ArrowRight: 1};
const DISTANCE = 14;

/**
 * Read the chart in `box`: `{update(model, size)}` is called whenever the chart was drawn anew. The box is one tab stop, an
 * ARIA slider along its places.
 */
export function ChartReader(box) {
  const card = html("div", {class: "compare-card", hidden: true});
  const rule = svg("line", {class: "cursor", visibility: "hidden"});
  const chart = {model: null, frame: null, places: [], at: 0};
  const hide = () => {
    card.hidden = true;
    rule.setAttribute("visibility", "hidden");
  };
  const show = (at) => {
    chart.at = Math.max(0, Math.min(chart.places.length - 1, at));
    placeRule(rule, chart);
    fill(card, CompareCard(chart.model, chart.places[chart.at]));
    card.hidden = false;
    placeCard(card, box, chart);
    describeSlider(box, chart);
  };
  const update = (model, size) => {
    const lines = model.lines.filter(({points}) => points.length > 0);
    const places = [...new Set(lines.flatMap(({points}) => points.map(({x}) => x)))].sort((a, b) => a - b);
    Object.assign(chart, {model, places, frame: layOut(lines, model.settings, size), at: places.length - 1});
    box.querySelector("svg").append(rule);
    box.append(card);
    hide();
    if (places.length > 0) describeSlider(box, chart);
  };
  const point = ({clientX}) =>
    chart.places.length > 0 && show(findPlace(clientX - box.getBoundingClientRect().left, chart));
  for (const type of ["pointermove", "pointerdown"]) box.addEventListener(type, point);
  box.addEventListener("pointerleave", hide);
  box.addEventListener("blur", hide);
  box.addEventListener("keydown", (event) => pressKey(event, chart, {show, hide}));
  return {update};
}

function describeSlider(box, {model, places, at}) {
  const value = {"aria-valuemin": 0, "aria-valuemax": places.length - 1, "aria-valuenow": at};
  const role = {
    tabindex: 0,
    role: "slider",
    "aria-label": "Place in the chart",
    "aria-valuetext": describeValues(model, places[at]),
  };
  for (const [name, text] of Object.entries({...role, ...value})) box.setAttribute(name, text);
}

function pressKey(event, {at, places}, {show, hide}) {
  if (event.key === "Escape") return hide();
  const next = {Home: 0, End: places.length - 1}[event.key] ?? at + STEPS[event.key];
  if (Number.isNaN(next) || places.length === 0) return undefined;
  event.preventDefault();
  return show(next);
}

/** The place nearest to a pixel. */
function findPlace(pixel, {places, frame}) {
  const distances = places.map((x) => Math.abs(frame.x.apply(x) - pixel));
  return distances.indexOf(Math.min(...distances));
}

function placeRule(rule, {places, frame, at}) {
  const x = frame.x.apply(places[at]);
  for (const [name, value] of Object.entries({x1: x, x2: x, y1: frame.top - 6, y2: frame.bottom}))
    rule.setAttribute(name, value);
  rule.setAttribute("visibility", "visible");
}

/** Beside the rule, on the side that has more room. */
function placeCard(card, box, {places, frame, at}) {
  const x = frame.x.apply(places[at]);
  const left = x > (frame.left + frame.right) / 2 ? x - card.offsetWidth - DISTANCE : x + DISTANCE;
  card.style.setProperty("left", `${Math.max(0, Math.min(box.clientWidth - card.offsetWidth, left))}px`);
}
