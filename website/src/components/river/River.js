// The river: the season's weeks downwards, ranks to the right, each show a ribbon as wide as its downloads.

import {certaintyOf, isOpen, qualify} from "../lib/certainty.js";
import {showAddress} from "../lib/address.js";
import {isolate} from "../lib/controls.js";
import {html, svg} from "../lib/dom.js";
import {formatShortDay, pluralize} from "../lib/format.js";
import {
  drawHatching,
  drawNotes,
  drawRankNumbers,
  drawWeekLines,
  drawWeekLinks,
  roundPx,
  rowBox,
  weekBox,
} from "./axes.js";
import {reserveBox, TIERS} from "./dimensions.js";
import {drawEnds} from "./ends.js";
import {layOutRiver} from "./layout.js";
import {RiverKey} from "./RiverKey.js";

// Below this gap (px) between lanes, halos would cover the neighbouring ribbons.
const HALO = 2;

/** The river of a `season`, `width` px wide: as `drawRiver`, with `all` the rank lanes or the first of them. */
export function River(season, {width = 360, all = false, week = null, show = null} = {}) {
  return drawRiver(season, layOutRiver(season, {width, all, show}), {week, show});
}

/**
 * The river as laid out by `layOutRiver`: an `<svg>` in which each ribbon is a link `a.ribbon[data-show]` to its page and
 * each date a link `a.river-date[data-week]` to its week's. `week` (as `2025-W40`) is the week whose row is lit, and that
 * the links' names are about; `show` (an id) has a halo; `kind` is a class of the drawing.
 */
export function drawRiver(season, layout, {week = null, show = null, kind = null} = {}) {
  const litRow = layout.weeks.find((candidate) => candidate.week === week);
  const labelWeek = litRow ?? season.currentWeek;
  const open = layout.weeks.filter(isOpen);
  const attributes = {
    class: ["river", layout.gap < HALO && "river-tight", kind].filter(Boolean).join(" "),
    preserveAspectRatio: "xMidYMin",
    viewBox: `0 0 ${roundPx(layout.width)} ${roundPx(layout.height)}`,
    role: "group",
    "aria-label": riverName(season),
  };
  return svg("svg", attributes, [
    litRow && svg("rect", {class: "river-lit", ...rowBox(layout, litRow)}),
    svg("path", {class: "river-lines", d: drawWeekLines(layout)}),
    open.map((row) => svg("path", {class: `river-hatching ${certaintyOf(row)}`, d: drawHatching(layout, row)})),
    svg(
      "g",
      {class: "river-ribbons"},
      layout.ribbons.map((ribbon) => RibbonLink(ribbon, {week: labelWeek, show})),
    ),
    open.map((row) => svg("rect", {class: `river-veil ${certaintyOf(row)}`, ...weekBox(layout, row)})),
    svg("g", {class: "river-titles", "aria-hidden": "true"}, layout.ribbons.map(RibbonTexts)),
    svg("g", {class: "river-ranks", "aria-hidden": "true"}, drawRankNumbers(layout)),
    svg("g", {class: "river-dates"}, drawWeekLinks(layout, {week})),
    svg("g", {class: "river-ends"}, drawEnds(season, layout)),
    svg("g", {class: "river-notes"}, drawNotes(layout)),
    litRow && svg("rect", {class: "river-lit-frame", ...rowBox(layout, litRow)}),
  ]);
}

/**
 * The river as it stands in a built page: drawn for a phone and for a wide screen, of which the stylesheet shows one, in a
 * box that keeps room for the redrawn one, and below it the names of ribbons that are too thin to carry them. `src` is
 * where its script finds the season's document, `week` the week (`2025-W46`) whose row is lit, `show` the id of a show
 * that is drawn over all others.
 */
export function RiverBox(season, {src = null, week = null, show = null} = {}) {
  const [narrow, , wide] = TIERS.map(({width}) => layOutRiver(season, {width, show}));
  const drawings = Object.entries({narrow, wide}).map(([name, layout]) =>
    drawRiver(season, layout, {week, show, kind: `river-${name}`}),
  );
  const attributes = {
    class: "river-box",
    "data-src": src,
    "data-week": week,
    "data-lead": show,
  };
  const keyWeek = season.weeks.find((candidate) => candidate.week === week) ?? null;
  return html(
    "div",
    {class: "river-figure"},
    html(
      "div",
      attributes,
      TIERS.map((tier) => Spacer(tier, season)),
      drawings,
    ),
    RiverKey(season, keyWeek, {narrow, wide}),
  );
}

/**
 * What stands above the river in a built page: room for the button that shows all ranks, where a phone's river hides some;
 * its script puts it there. On a slow line the room is there before the river, which stays where it is.
 */
export function RiverTools(season, {show = null} = {}) {
  const {hidden} = layOutRiver(season, {width: TIERS[0].width, show});
  return hidden.lanes > 0 ? html("span") : null;
}

/** Keeps the room of a tier: rows that grow with the width, and what stands above and below them. */
function Spacer(tier, season) {
  const {width, rows, rest} = reserveBox(tier, season.weeks);
  return html(
    "div",
    {class: `river-spacer river-spacer-${tier.name}`, "aria-hidden": "true"},
    svg("svg", {class: "river-spacer-rows", viewBox: `0 0 ${width} ${roundPx(rows)}`}),
    svg("svg", {height: rest}),
  );
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
  if (!entry) return `${isolate(title)}: not ranked ${when}`;
  return `${isolate(title)}: rank ${entry.rank}, ${qualify(pluralize(entry.downloads, "download"), week, entry)} ${when}`;
}

function riverName(season) {
  const [first] = season.weeks;
  const span = first ? `, ${pluralize(season.weeks.length, "week")} from ${formatShortDay(first.start_date)}` : "";
  return `The river of ${season.name}: shows by weekly rank${span}`;
}

function RibbonLink({id, title, colorClass, path}, {week, show}) {
  const attributes = {
    class: id === show ? `ribbon ribbon-lead ${colorClass}` : `ribbon ${colorClass}`,
    href: showAddress(id),
    "data-show": id,
    "aria-label": describeWeek(title, id, week),
  };
  return svg("a", attributes, svg("path", {d: path}));
}

/** What is written upon a ribbon: its title, and what happens in its weeks. */
const RibbonTexts = ({id, colorClass, label, marks}) => [
  label && RibbonTitle(label, {class: colorClass, "data-show": id, "font-size": label.size}),
  marks.map(({text, size, x, y}) =>
    svg(
      "text",
      {class: colorClass, "data-show": id, "font-size": size, x: roundPx(x), y: roundPx(y), dy: ".35em"},
      text,
    ),
  ),
];

function RibbonTitle({lines, size, turned, x, y}, attributes) {
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
