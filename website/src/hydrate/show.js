// The browser's part of a show's page: the chart of its episodes, its modes, and the address that keeps the mode.

import {fill, html} from "../components/lib/dom.js";
import {readDays} from "../components/episodes/tooltip.js";
import {EpisodesChart} from "../components/episodes/EpisodesChart.js";
import {episodeSeries, MODES} from "../components/episodes/series.js";
import {dropBrokenPosters} from "../components/lib/Poster.js";

const NAMES = {daily: "Daily", cumulative: "Cumulative", calendar: "Calendar"};

/** Draw the page file `shows/<id>.json` into the page's chart box, which says in `data-until` when the data end. */
export function show(page) {
  dropBrokenPosters(document.body);
  const box = document.querySelector(".episodes");
  const plotted = html("div", {class: "episodes-canvas"});
  const state = {mode: readMode(location.search), width: 0};
  const draw = () => drawChart(plotted, page, {...state, dataUntil: box.dataset.until});
  fill(box, ModeSwitch(state.mode, choose), plotted);
  new ResizeObserver(() => {
    if (plotted.clientWidth === state.width) return;
    state.width = plotted.clientWidth;
    draw();
  }).observe(plotted);

  function choose(mode) {
    state.mode = mode;
    history.replaceState(history.state, "", withMode(location.href, mode));
    draw();
  }
}

function drawChart(plotted, page, {mode, width, dataUntil}) {
  const series = episodeSeries(page, {mode, dataUntil});
  const chart = EpisodesChart(series, {width});
  fill(plotted, chart);
  readDays(chart, series);
}

/** The mode that an address asks for, else the usual one. */
export function readMode(search) {
  const asked = new URLSearchParams(search).get("mode");
  return MODES.includes(asked) ? asked : MODES[0];
}

/** The address with the mode in it, the usual one unsaid. */
export function withMode(href, mode) {
  const address = new URL(href);
  if (mode === MODES[0]) address.searchParams.delete("mode");
  else address.searchParams.set("mode", mode);
  return address.href;
}

function ModeSwitch(chosen, choose) {
  const group = html(
    "fieldset",
    {class: "modes"},
    html("legend", {class: "visually-hidden"}, "How the chart is drawn"),
  );
  for (const mode of MODES) {
    const input = html("input", {type: "radio", name: "mode", value: mode, checked: mode === chosen});
    input.addEventListener("change", () => choose(mode));
    group.append(html("label", {}, input, html("span", {}, NAMES[mode])));
  }
  return group;
}
