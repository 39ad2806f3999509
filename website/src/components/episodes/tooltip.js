// The tooltip of the episodes' chart: a day's figures, by pointer or by the arrow keys.

import {fill, html, svg} from "../lib/dom.js";
import {describeDay, formatDayName, formatDayTotal, listCautions, listTopEpisodes} from "./tooltipText.js";

const STEPS = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7};
const CARD_DISTANCE = 10;

/** Let `chart`, the `EpisodesChart` of `series`, show the figures of the day under the pointer or reached by arrow keys. */
export function attachTooltip(chart, series) {
  const panels = [...chart.querySelectorAll("svg")].map((panel) => ({panel, cursor: Cursor(panel)}));
  const card = html("div", {class: "day-card", hidden: true});
  chart.append(card);
  const last = series.days.length - 1;
  const state = {at: last, show};
  describeSlider(chart, series);
  chart.addEventListener("pointermove", ({clientX}) => show(findDay(panels[0].panel, clientX, last)));
  chart.addEventListener("pointerdown", ({clientX}) => show(findDay(panels[0].panel, clientX, last)));
  chart.addEventListener("pointerleave", ({pointerType}) => pointerType === "mouse" && hide());
  chart.addEventListener("blur", hide);
  chart.addEventListener("focus", () => chart.matches(":focus-visible") && show(state.at));
  chart.addEventListener("keydown", (event) => handleKey(event, state, {last, hide}));

  function show(at) {
    state.at = at;
    const day = series.days[at];
    for (const {panel, cursor} of panels) moveCursor(panel, cursor, at);
    fill(card, cardContent(series, day));
    card.hidden = false;
    placeCard(card, chart, panels[0].panel.scale("x"), at);
    chart.setAttribute("aria-valuenow", at);
    chart.setAttribute("aria-valuetext", describeDay(series, day));
  }

  function hide() {
    card.hidden = true;
    for (const {cursor} of panels) cursor.setAttribute("visibility", "hidden");
  }
}

/** The whole chart is a single tab stop: an ARIA slider whose value is the day. */
function describeSlider(chart, series) {
  const day = series.days.at(-1);
  const role = {tabindex: 0, role: "slider", "aria-label": "Day of the chart", "aria-valuemin": 0};
  const value = {"aria-valuemax": day.at, "aria-valuenow": day.at, "aria-valuetext": describeDay(series, day)};
  for (const [name, text] of Object.entries({...role, ...value})) chart.setAttribute(name, text);
}

function handleKey(event, state, {last, hide}) {
  if (event.key === "Escape") return hide();
  const at = {Home: 0, End: last}[event.key] ?? state.at + STEPS[event.key];
  if (Number.isNaN(at)) return undefined;
  event.preventDefault();
  return state.show(Math.min(last, Math.max(0, at)));
}

function findDay(panel, clientX, last) {
  const {left, width} = panel.getBoundingClientRect();
  const [min, max] = panel.scale("x").range;
  const pixel = ((clientX - left) * Number(panel.getAttribute("width"))) / width;
  return Math.min(last, Math.floor(panel.scale("x").invert(Math.min(max, Math.max(min, pixel)))));
}

function Cursor(panel) {
  const {range} = panel.scale("y");
  const cursor = svg("rect", {class: "day-cursor", y: range[1], height: range[0] - range[1], visibility: "hidden"});
  panel.append(cursor);
  return cursor;
}

function moveCursor(panel, cursor, at) {
  const {apply} = panel.scale("x");
  cursor.setAttribute("x", apply(at));
  cursor.setAttribute("width", Math.max(1, apply(at + 1) - apply(at)));
  cursor.setAttribute("visibility", "visible");
}

/** Beside the day, on the side that has more room. */
function placeCard(card, chart, x, at) {
  const isLeft = x.apply(at + 0.5) > chart.clientWidth / 2;
  const left = isLeft ? x.apply(at) - card.offsetWidth - CARD_DISTANCE : x.apply(at + 1) + CARD_DISTANCE;
  const maxLeft = chart.clientWidth - card.offsetWidth;
  card.style.setProperty("left", `${Math.max(0, Math.min(maxLeft, left))}px`);
}

function cardContent(series, day) {
  return [
    html("p", {class: "day-name"}, formatDayName(series, day)),
    html("p", {class: "day-total"}, formatDayTotal(series, day)),
    html(
      "dl",
      {},
      listTopEpisodes(day).map(({name, value}) => html("div", {}, html("dt", {}, name), html("dd", {}, value))),
    ),
    listCautions(series, day).map((caution) => html("p", {class: "day-caution"}, caution)),
  ];
}
