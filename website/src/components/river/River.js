// The river: the season's weeks downwards, ranks to the right, each show a ribbon as wide as its downloads.

import {svg, html} from "../lib/dom.js";
import {plural, shortDay} from "../lib/format.js";
import {reserved, TIERS} from "./dimensions.js";
import {riverLayout} from "./layout.js";
import {band, hatching, notes, px, rankNumbers, weekLabels, weekLines} from "./axes.js";
import {currentWeek} from "../lib/season.js";

const HALO = 2;

/** The river of a `season`, so wide (px): as `drawRiver`, with `all` the rank lanes or as many as are readable. */
export function River(season, {width = 360, all = false, show = null, week = null} = {}) {
  return drawRiver(season, riverLayout(season, {width, all}), {show, week});
}

/**
 * The river as laid out by `riverLayout`: an `<svg>` in which each ribbon is a link `a.ribbon[data-show]` to its page.
 * `show` is the id of a show to bring out; `week` (as `2025-W40`) the week that the links' names speak of.
 */
export function drawRiver(season, layout, {show = null, week = null} = {}) {
  const spoken = season.weeks.find((one) => one.week === week) ?? currentWeek(season);
  const running = layout.weeks.filter((one) => !one.complete);
  const at = {
    class: layout.gap < HALO ? "river river-tight" : "river",
    viewBox: `0 0 ${px(layout.width)} ${px(layout.height)}`,
    role: "group",
    "aria-label": name(season),
  };
  const drawing = svg("svg", at, [
    svg("path", {class: "river-lines", d: weekLines(layout)}),
    running.map((one) => svg("path", {class: "river-hatching", d: hatching(layout, one)})),
    svg(
      "g",
      {class: "river-ribbons"},
      layout.ribbons.map((ribbon) => link(ribbon, spoken)),
    ),
    running.map((one) => svg("rect", {class: "river-veil", ...band(layout, one)})),
    svg("g", {class: "river-titles", "aria-hidden": "true"}, layout.ribbons.filter(({label}) => label).map(titleText)),
    svg("g", {class: "river-ranks", "aria-hidden": "true"}, rankNumbers(layout)),
    svg("g", {class: "river-dates", "aria-hidden": "true"}, weekLabels(layout)),
    svg("g", {class: "river-notes"}, notes(season, layout)),
  ]);
  emphasise(drawing, show === null ? null : new Set([show]));
  return drawing;
}

/** The river as it stands in a built page: drawn for a phone, in a box that keeps room for the redrawn one. */
export function RiverBox(season) {
  const spacers = TIERS.map((tier) => {
    const {width, height} = reserved(tier, season.weeks.length);
    return svg("svg", {
      class: `river-spacer river-spacer-${tier.name}`,
      viewBox: `0 0 ${width} ${height}`,
      "aria-hidden": "true",
    });
  });
  return html("div", {class: "river-box"}, spacers, River(season));
}

/** Bring out the ribbons of some shows (a set of ids), the others step back; null for all alike. */
export function emphasise(drawing, ids) {
  drawing.classList.toggle("river-chosen", ids !== null);
  for (const part of drawing.querySelectorAll("[data-show]")) {
    part.classList.toggle("chosen", ids?.has(Number(part.dataset.show)) ?? false);
  }
}

/** What a show did in a week (an element of `season.weeks`), in words. */
export function weekInWords(title, id, week) {
  const entry = week?.rankings.find((one) => one.anilist_id === id);
  if (!week) return title;
  const when = `in the week of ${shortDay(week.start_date)}`;
  if (!entry) return `${title}: not ranked ${when}`;
  return `${title}: rank ${entry.rank}, ${plural(entry.downloads, "download")} ${week.complete ? "" : "so far "}${when}`;
}

function name(season) {
  const [first] = season.weeks;
  const span = first ? `, ${plural(season.weeks.length, "week")} from ${shortDay(first.start_date)}` : "";
  return `The river of ${season.name}: shows by weekly rank${span}`;
}

function link({id, title, tone, path}, week) {
  const label = weekInWords(title, id, week);
  return svg(
    "a",
    {class: `ribbon ${tone}`, href: `./show/${id}`, "data-show": id, "aria-label": label},
    svg("path", {d: path}),
  );
}

function titleText({id, tone, label}) {
  const {lines, size, turned, x, y} = label;
  const at = {class: tone, "data-show": id, "font-size": size};
  if (turned) return svg("text", {...at, transform: `translate(${px(x)} ${px(y)})rotate(90)`, dy: ".35em"}, lines[0]);
  if (lines.length === 1) return svg("text", {...at, x: px(x), y: px(y), dy: ".35em"}, lines[0]);
  const first = y - ((lines.length - 1) / 2) * size * 1.2;
  const spans = lines.map((line, i) => svg("tspan", {x: px(x), y: px(first + i * size * 1.2), dy: ".35em"}, line));
  return svg("text", at, spans);
}
