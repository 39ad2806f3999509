// The section of a show's chart in a browser: drawn for its real width, in the view that the address names.

import {fill, html} from "../lib/dom.js";
import {ByAge, describeAges} from "./ByAge.js";
import {ByDate} from "./ByDate.js";
import {listKeys} from "./ChartKey.js";
import {buildReadout} from "./readout.js";
import {RunningTotal} from "./RunningTotal.js";
import {buildSeries} from "./series.js";
import {attachTooltip} from "./tooltip.js";
import {readView, VIEWS, withView} from "./views.js";

const CHARTS = {
  date: (series, {width}) => ByDate(series, width),
  age: ByAge,
  total: RunningTotal,
};

/** Take over the chart of a page, once its numbers have come; `links` are those that keep the view. */
export async function hydrateEpisodes(root, links) {
  const plot = root.querySelector(".plot-episodes");
  if (plot === null) return;
  const inputs = Array.from(root.querySelectorAll(".view-switch input"));
  chooseInput(inputs, readView(location.search));
  const page = await (await fetch(plot.dataset.src)).json();
  const series = buildSeries(page, JSON.parse(plot.dataset.chart));
  const parts = {plot, series, heading: root.querySelector("#downloads"), key: root.querySelector(".chart-key"), links};
  const draw = () => drawView(inputs.find(({checked}) => checked).value, parts);
  for (const input of inputs) {
    input.addEventListener("change", () => {
      history.pushState(null, "", withView(location.href, input.value));
      draw();
    });
  }
  addEventListener("popstate", () => {
    chooseInput(inputs, readView(location.search));
    draw();
  });
  watchWidth(plot, draw);
}

function chooseInput(inputs, {name}) {
  for (const input of inputs) input.checked = input.value === name;
}

/** Call `draw` now and whenever the element's width has changed. */
export function watchWidth(element, draw) {
  let width = 0;
  new ResizeObserver(() => {
    if (element.clientWidth === width || element.clientWidth === 0) return;
    width = element.clientWidth;
    draw();
  }).observe(element);
}

function drawView(view, {plot, series, heading, key, links}) {
  plot.parentElement.dataset.view = view;
  heading.firstChild.data = VIEWS.find(({name}) => name === view).title;
  fill(key, listKeys(view, series));
  const note = view === "age" ? describeAges(series) : null;
  const chart = html("div", {class: "plot-drawn"});
  fill(plot, note && html("p", {class: "plot-note"}, note), chart);
  const size = {width: plot.clientWidth, height: plot.clientHeight - chart.offsetTop};
  fill(chart, CHARTS[view](series, size));
  attachTooltip(chart, {view, series, readout: buildReadout(view, series, size)});
  for (const link of links) link.href = withView(link.href, view);
}
