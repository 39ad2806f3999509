// The key over a show's chart: what its tones and signs mean, for each view.

import {html, svg} from "../lib/dom.js";

const HEIGHT = 11;

/** The key of the view by date, as it is built; its swatches take the colour of `colorClass`. */
export const ChartKey = (series, colorClass) =>
  html("ul", {class: `key chart-key ${colorClass}`}, listKeys("date", series));

/** The items of the key of a view (`date`, `age`, `total`) of a series. */
export const listKeys = (view, series) => KEYS[view](series);

const KEYS = {
  date: ({episodes, days}) => [
    Item(Squares([0]), "first 7 days of an episode"),
    Item(Squares([1, 2, 3, 4]), "later weeks"),
    days.some(({estimated}) => estimated > 0) && Item(Hatched(), "estimated"),
    episodes.some(({projection}) => projection !== null) && Item(Dashed(), "not over, projected"),
  ],
  age: ({episodes, medians}) => [
    Item(Ramp(), `episode ${episodes[0].episode} → ${episodes.at(-1).episode}`),
    episodes.some(({projection}) => projection !== null) && Item(DashedLine(), "projected, 80% of cases"),
    medians.length > 0 && Item(Tick(), "median of its class at day 7"),
  ],
  total: () => [Item(Squares([0]), "all downloads so far")],
};

const Item = (sign, text) => html("li", {}, sign, " ", text);

const Sign = (width, ...children) =>
  svg("svg", {width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, "aria-hidden": "true"}, ...children);

const Squares = (tints) =>
  Sign(
    tints.length === 1 ? HEIGHT : 8 * tints.length,
    tints.map((tint, index) =>
      svg("rect", {class: `tint-${tint}`, x: 8 * index, width: tints.length === 1 ? HEIGHT : 8, height: HEIGHT}),
    ),
  );

const Hatched = () =>
  Sign(
    18,
    svg("rect", {class: "tint-1", width: 18, height: HEIGHT}),
    svg("path", {class: "hatching", d: "M-3 11L8 0M3 11L14 0M9 11L20 0M15 11L26 0"}),
  );

const Dashed = () => Sign(14, svg("path", {class: "unfinished", d: "M1 1H13V10H1z"}));

const Ramp = () =>
  Sign(
    48,
    [4, 3, 2, 1, 0].map((tint, index) =>
      svg("rect", {class: `tint-${tint}`, x: index * 9.6, width: 9.6, height: HEIGHT}),
    ),
  );

const DashedLine = () => Sign(24, svg("path", {class: "projected-line", d: "M0 5.5H24"}));

const Tick = () => Sign(14, svg("path", {class: "median", d: "M0 5.5H14"}));
