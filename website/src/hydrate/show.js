// A show's page in a browser: the chart of its episodes, its modes, and the address that keeps the mode.

import {EpisodesChart} from "../components/episodes/EpisodesChart.js";
import {buildSeries, MODES} from "../components/episodes/series.js";
import {attachTooltip} from "../components/episodes/tooltip.js";
import {fill, html} from "../components/lib/dom.js";
import {dropBrokenPosters} from "../components/lib/Poster.js";

const LABELS = {daily: "Daily", cumulative: "Cumulative", calendar: "Calendar"};

/** Draw the page file `shows/<id>.json` into the page's chart box, whose `data-until` says when the data end. */
export function hydrateShowPage(page) {
  dropBrokenPosters(document.body);
  const box = document.querySelector(".episodes");
  const canvas = html("div", {class: "episodes-canvas"});
  const state = {mode: readMode(location.search), width: 0};
  const draw = () => drawChart(canvas, page, {...state, dataUntil: box.dataset.until});
  fill(box, ModeSwitch(state.mode, choose), canvas);
  new ResizeObserver(() => {
    // Drawing changes the height, which the observer reports as well.
    if (canvas.clientWidth === state.width) return;
    state.width = canvas.clientWidth;
    draw();
  }).observe(canvas);

  function choose(mode) {
    state.mode = mode;
    history.replaceState(history.state, "", withMode(location.href, mode));
    draw();
  }
}

function drawChart(canvas, page, {mode, width, dataUntil}) {
  const series = buildSeries(page, {mode, dataUntil});
  const chart = EpisodesChart(series, {width});
  fill(canvas, chart);
  attachTooltip(chart, series);
}

/** The mode that a query string names, else the default. */
export function readMode(search) {
  const mode = new URLSearchParams(search).get("mode");
  return MODES.includes(mode) ? mode : MODES[0];
}

/** The address with the mode in it; the default mode is left out. */
export function withMode(href, mode) {
  const address = new URL(href);
  if (mode === MODES[0]) address.searchParams.delete("mode");
  else address.searchParams.set("mode", mode);
  return address.href;
}

function ModeSwitch(current, choose) {
  const group = html(
    "fieldset",
    {class: "modes"},
    html("legend", {class: "visually-hidden"}, "How the chart is drawn"),
  );
  for (const mode of MODES) {
    const input = html("input", {type: "radio", name: "mode", value: mode, checked: mode === current});
    input.addEventListener("change", () => choose(mode));
    group.append(html("label", {}, input, html("span", {}, LABELS[mode])));
  }
  return group;
}
