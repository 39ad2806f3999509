// A column and a card about one place of a show's chart: under the pointer, by tap, or by the arrow keys.

import {fill, html, svg} from "../lib/dom.js";
import {createHighlight} from "./highlight.js";

const STEPS = {ArrowLeft: -1, ArrowRight: 1, PageDown: -7, PageUp: 7};
const EPISODE_STEPS = {ArrowDown: -1, ArrowUp: 1};
const DISTANCE = 12;

/**
 * Let `chart`, the element around the drawn picture of a series, show what `readout` (`buildReadout`) says of its `view`.
 * The whole chart is one tab stop, an ARIA slider whose value is the place.
 */
export const attachTooltip = (chart, {view, series, readout}) => new Tooltip(chart, {view, series, readout}).listen();

class Tooltip {
  #chart;
  #picture;
  #readout;
  #highlight;
  #cursor;
  #card = html("div", {class: "day-card", hidden: true});
  #at;

  constructor(chart, {view, series, readout}) {
    this.#chart = chart;
    this.#picture = chart.querySelector("svg");
    this.#readout = readout;
    this.#at = readout.last;
    this.#highlight = createHighlight(view, {chart, picture: this.#picture, series, layout: readout.layout});
    const height = this.#picture.getAttribute("height");
    this.#cursor = svg("rect", {class: "day-cursor", y: 0, height, visibility: "hidden"});
    this.#picture.append(this.#cursor);
    chart.append(this.#card);
    this.#describe();
  }

  listen() {
    const chart = this.#chart;
    chart.addEventListener("pointermove", (event) => this.#follow(event));
    chart.addEventListener("pointerdown", (event) => this.#tap(event));
    chart.addEventListener("pointerleave", ({pointerType}) => pointerType === "mouse" && this.#hide());
    chart.addEventListener("blur", () => this.#hide());
    chart.addEventListener("focus", () => chart.matches(":focus-visible") && this.#show(this.#at));
    chart.addEventListener("keydown", (event) => this.#press(event));
  }

  #describe() {
    const {last} = this.#readout;
    const role = {
      tabindex: 0,
      role: "slider",
      "aria-label": "Place on the chart",
      "aria-valuemin": 0,
      "aria-valuemax": last,
    };
    for (const [name, value] of Object.entries(role)) this.#chart.setAttribute(name, value);
    this.#announce(last);
  }

  #announce(at) {
    this.#chart.setAttribute("aria-valuenow", at);
    this.#chart.setAttribute("aria-valuetext", this.#readout.text(at, this.#highlight.episode));
  }

  /** Over the head of an episode it is the episode that is shown, else the place below the pointer. */
  #follow(event) {
    const {x, y} = this.#locate(event);
    const at = this.#readout.find(x);
    this.#highlight.point({x, y, at});
    if (this.#highlight.isAlone) this.#conceal();
    else this.#show(at);
  }

  /** A second tap on the same place puts the card away. */
  #tap(event) {
    const isSame = !this.#card.hidden && this.#readout.find(this.#locate(event).x) === this.#at;
    if (event.pointerType !== "mouse" && isSame) this.#hide();
    else this.#follow(event);
  }

  #locate({clientX, clientY}) {
    const {left, top, width} = this.#picture.getBoundingClientRect();
    const scale = Number(this.#picture.getAttribute("width")) / width;
    return {x: (clientX - left) * scale, y: (clientY - top) * scale};
  }

  #press(event) {
    const {key} = event;
    if (key === "Escape") return this.#hide();
    if (key in EPISODE_STEPS) this.#highlight.step(EPISODE_STEPS[key], this.#at);
    const at = {Home: 0, End: this.#readout.last}[key] ?? this.#at + (STEPS[key] ?? (key in EPISODE_STEPS ? 0 : NaN));
    if (Number.isNaN(at)) return undefined;
    event.preventDefault();
    return this.#show(Math.min(this.#readout.last, Math.max(0, at)));
  }

  #show(at) {
    this.#at = at;
    const [left, right] = this.#readout.column(at);
    this.#cursor.setAttribute("x", left);
    this.#cursor.setAttribute("width", Math.max(1, right - left));
    this.#cursor.setAttribute("visibility", "visible");
    fill(this.#card, cardContent(this.#readout.card(at, this.#highlight.episode)));
    this.#card.hidden = false;
    this.#place([left, right]);
    this.#announce(at);
  }

  /** Beside the column, on the side that has more room. */
  #place([left, right]) {
    const room = this.#chart.clientWidth;
    const isLeft = (left + right) / 2 > room / 2;
    const start = isLeft ? left - this.#card.offsetWidth - DISTANCE : right + DISTANCE;
    this.#card.style.setProperty("left", `${Math.max(0, Math.min(room - this.#card.offsetWidth, start))}px`);
  }

  #conceal() {
    this.#card.hidden = true;
    this.#cursor.setAttribute("visibility", "hidden");
  }

  #hide() {
    this.#conceal();
    this.#highlight.clear();
  }
}

const cardContent = ({name, value, rows, notes}) => [
  html("p", {class: "day-name"}, name, html("span", {}, value)),
  html("dl", {}, rows.map(CardRow)),
  notes.map((note) => html("p", {class: "soft"}, note)),
];

const CardRow = ({tint, shade, name, value}) =>
  html("div", {}, Square({tint, shade}), html("dt", {}, name), html("dd", {}, value));

const Square = ({tint, shade}) =>
  svg(
    "svg",
    {width: 11, height: 11, "aria-hidden": "true"},
    svg("rect", {class: shade ? null : `tint-${tint}`, fill: shade ?? null, width: 11, height: 11, rx: 2}),
  );
