// The river: the season's weeks downwards, ranks to the right, each show a ribbon as wide as its downloads.

import {certaintyOf, qualify} from "../lib/certainty.js";
import {showAddress} from "../lib/address.js";
import {html, svg} from "../lib/dom.js";
import {formatShortDay, pluralize} from "../lib/format.js";
import {
  drawDashes,
  drawHatching,
  drawNotes,
  drawRankNumbers,
  drawWeekLabels,
  drawWeekLines,
  roundPx,
  weekBox,
} from "./axes.js";
import {reserveBox, TIERS} from "./dimensions.js";
import {layOutRiver} from "./layout.js";

// Below this gap (px) between lanes, halos would cover the neighbouring ribbons.
const HALO = 2;

/** The river of a `season`, `width` px wide: as `drawRiver`, with `all` the rank lanes or as many as are readable. */
export function River(season, {width = 360, all = false, week = null} = {}) {
  return drawRiver(season, layOutRiver(season, {width, all}), {week});
}

/**
 * The river as laid out by `layOutRiver`: an `<svg>` in which each ribbon is a link `a.ribbon[data-show]` to its page.
 * `week` (as `2025-W40`) is the week that the links' names are about.
 */
export function drawRiver(season, layout, {week = null} = {}) {
  const labelWeek = season.weeks.find((candidate) => candidate.week === week) ?? season.currentWeek;
  const unfinished = layout.weeks.filter((row) => certaintyOf(row) === "unfinished");
  const provisional = layout.weeks.filter((row) => certaintyOf(row) === "provisional");
  const attributes = {
    class: layout.gap < HALO ? "river river-tight" : "river",
    viewBox: `0 0 ${roundPx(layout.width)} ${roundPx(layout.height)}`,
    role: "group",
    "aria-label": riverName(season),
  };
  return svg("svg", attributes, [
    svg("path", {class: "river-lines", d: drawWeekLines(layout)}),
    unfinished.map((row) => svg("path", {class: "river-hatching", d: drawHatching(layout, row)})),
    svg(
      "g",
      {class: "river-ribbons"},
      layout.ribbons.map((ribbon) => RibbonLink(ribbon, labelWeek)),
    ),
    [...unfinished, ...provisional].map((row) => Veil(layout, row)),
    provisional.map((row) => svg("path", {class: "river-dashes", d: drawDashes(layout, row)})),
    svg(
      "g",
      {class: "river-titles", "aria-hidden": "true"},
      layout.ribbons.filter(({label}) => label).map(RibbonTitle),
    ),
    svg("g", {class: "river-ranks", "aria-hidden": "true"}, drawRankNumbers(layout)),
    svg("g", {class: "river-dates", "aria-hidden": "true"}, drawWeekLabels(layout)),
    svg("g", {class: "river-notes"}, drawNotes(season, layout)),
  ]);
}

/**
 * The river as it stands in a built page: drawn for a phone, in a box that keeps room for the redrawn one. `src` is where
 * its script finds the season's document, `week` the week (`2025-W46`) whose row is lit.
 */
export function RiverBox(season, {src = null, week = null} = {}) {
  const spacers = TIERS.map((tier) => {
    const {width, height} = reserveBox(tier, season.weeks.length);
    return svg("svg", {
      class: `river-spacer river-spacer-${tier.name}`,
      viewBox: `0 0 ${width} ${height}`,
      "aria-hidden": "true",
    });
  });
  return html("div", {class: "river-box", "data-src": src, "data-week": week}, spacers, River(season));
}

/** Highlight the ribbons of some shows (a set of ids) and dim the others; null for all alike. */
export function highlightShows(drawing, ids) {
  drawing.classList.toggle("has-highlights", ids !== null);
  for (const part of drawing.querySelectorAll("[data-show]")) {
    part.classList.toggle("highlighted", ids?.has(Number(part.dataset.show)) ?? false);
  }
}

/** What a show did in a week (an element of `season.weeks`), in words. */
export function describeWeek(title, id, week) {
  if (!week) return title;
  const entry = week.entries.get(id);
  const when = `in the week of ${formatShortDay(week.start_date)}`;
  if (!entry) return `${title}: not ranked ${when}`;
  return `${title}: rank ${entry.rank}, ${qualify(pluralize(entry.downloads, "download"), week, entry)} ${when}`;
}

function riverName(season) {
  const [first] = season.weeks;
  const span = first ? `, ${pluralize(season.weeks.length, "week")} from ${formatShortDay(first.start_date)}` : "";
  return `The river of ${season.name}: shows by weekly rank${span}`;
}

/** Makes the ribbons of an open week lighter than those of the settled ones. */
const Veil = (layout, row) => svg("rect", {class: `river-veil ${certaintyOf(row)}`, ...weekBox(layout, row)});

function RibbonLink({id, title, colorClass, path}, week) {
  const label = describeWeek(title, id, week);
  return svg(
    "a",
    {class: `ribbon ${colorClass}`, href: showAddress(id), "data-show": id, "aria-label": label},
    svg("path", {d: path}),
  );
}

function RibbonTitle({id, colorClass, label}) {
  const {lines, size, turned, x, y} = label;
  const attributes = {class: colorClass, "data-show": id, "font-size": size};
  // "dy" centres the letters on their line; "dominant-baseline" does not work alike in all browsers.
  if (turned) {
    const transform = `translate(${roundPx(x)} ${roundPx(y)})rotate(90)`;
    return svg("text", {...attributes, transform, dy: ".35em"}, lines[0]);
  }
  if (lines.length === 1) return svg("text", {...attributes, x: roundPx(x), y: roundPx(y), dy: ".35em"}, lines[0]);
  const top = y - ((lines.length - 1) / 2) * size * 1.2;
  const spans = lines.map((line, i) =>
    svg("tspan", {x: roundPx(x), y: roundPx(top + i * size * 1.2), dy: ".35em"}, line),
  );
  return svg("text", attributes, spans);
}
