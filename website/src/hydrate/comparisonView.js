// The compare page's places, and what is drawn into them.

import {AddShow} from "../components/compare/AddShow.js";
import {CompareChart} from "../components/compare/CompareChart.js";
import {CompareTable} from "../components/compare/CompareTable.js";
import {tabulateLines} from "../components/compare/lineTable.js";
import {ShowList} from "../components/compare/ShowList.js";
import {addShow, stateAddress} from "../components/compare/state.js";
import {Switches} from "../components/compare/Switches.js";
import {fill, html} from "../components/lib/dom.js";
import {formatPageTitle} from "../components/lib/pageTitle.js";
import {TakeAway} from "../components/share/TakeAway.js";
import {ChartReader} from "./chartReader.js";
import {connectSearch} from "./search.js";

/** From this width (px) on the lines are named at their ends. */
const WIDE = 640;
/** A picture is as wide as a page, also when it is taken on a phone. */
const PICTURE = {width: 1104, height: 480};

/**
 * The page's part `place` as `{show({state, model, messages}), fail(message), source}`: `model` (of model.js) is null when
 * nothing is compared yet, `source` is what the take-away needs. `onChange(state)` is called when a switch is used.
 */
export function ComparisonView(place, {onChange}) {
  const current = {state: null, model: null};
  const parts = fillPlaces(place, {
    onChange: (change) => onChange({...current.state, ...change}),
    addressOf: (id) => stateAddress(addShow(current.state, id)),
    isOffered: ({id}) => !current.state.ids.includes(id),
  });
  const reader = ChartReader(parts.chart);
  const drawChart = () => {
    const {width, height} = parts.chart.getBoundingClientRect();
    if (current.model === null || width === 0) return;
    const size = {width, height, names: width >= WIDE};
    fill(parts.chart, CompareChart(current.model, size));
    reader.update(current.model, size);
  };
  new ResizeObserver(drawChart).observe(parts.chart);

  const show = ({state, model, messages}) => {
    Object.assign(current, {state, model});
    setMode(model ? "shows" : "start");
    describe(parts, model);
    fill(parts.messages, listParagraphs(messages));
    replaceList(parts, model && ShowList(model, state));
    parts.adder.show(state.ids.length);
    parts.switches.show(state);
    fill(parts.side, model && listSide(model));
    drawChart();
  };
  const fail = (message) => {
    setMode("start");
    fill(parts.messages, html("p", {role: "alert"}, message));
  };
  return {
    show,
    fail,
    source: {table: () => tabulateLines(current.model), charts: () => [CompareChart(current.model, PICTURE)]},
  };
}

/** The elements of the page's places, with those in them that stay: the switches and the search. */
function fillPlaces(place, {onChange, addressOf, isOffered}) {
  const names = ["lede", "messages", "share", "shows", "switches", "chart", "side"];
  const places = Object.fromEntries(names.map((name) => [name, place.querySelector(`.compare-${name}`)]));
  const heading = place.querySelector("h1");
  const [switches, adder, list] = [Switches({onChange}), AddShow({addressOf}), html("div", {class: "show-list"})];
  connectSearch(adder.box, {address: document.querySelector(".search[data-src]").dataset.src, isOffered});
  fill(places.switches, switches.element);
  fill(places.shows, list, adder.element);
  const usual = {title: heading.textContent, lede: places.lede.textContent, page: document.title};
  return {...places, heading, switches, adder, list, usual, takeAway: places.share.querySelector(".take-away")};
}

const setMode = (mode) => {
  document.documentElement.dataset.comparison = mode;
};

function describe({heading, lede, takeAway, usual}, model) {
  document.title = model ? formatPageTitle(model.title) : usual.page;
  fill(heading, model?.title ?? usual.title);
  fill(lede, model?.lede ?? usual.lede);
  takeAway.dataset.title = model?.title ?? usual.title;
  if (model) takeAway.dataset.until = model.dataUntil;
}

const listParagraphs = (texts) => texts.map((text) => html("p", {}, text));

const listSide = (model) => [
  html(
    "div",
    {class: "section-head"},
    html("h2", {}, "Side by side"),
    html("p", {}, "bold: best of the row"),
    TakeAway({name: "compare-table", title: "Side by side", table: "compare-table", kinds: ["text", "csv"]}),
  ),
  html(
    "div",
    {class: "scroll", tabindex: 0, role: "region", "aria-label": "Side by side"},
    CompareTable(model.tracks, model.names),
  ),
];

/** A keyboard that was on a show taken away goes on where the next one is, or to the search. */
function replaceList({list, adder}, content) {
  const hadFocus = list.contains(document.activeElement);
  fill(list, content);
  if (hadFocus) (list.querySelector(".remove") ?? adder.box.input).focus();
}
