// The headline's evidence: the ranks of the last weeks with its show's line, or its weeks as bars.

import {isolate} from "../lib/controls.js";
import {html, svg} from "../lib/dom.js";
import {formatCount, formatShortDay} from "../lib/format.js";
import {truncateText} from "../lib/text.js";
import {HISTORY} from "./week.js";
import {listHeadlineShows} from "./headlineText.js";

const RANKS = 15;
/** A week takes so many units of the stretched drawing. */
const STEP = 10;
const MIN_BARS = 8;
/** The lower edge of the drawing, half a rank below the last. */
const FLOOR = RANKS + 0.5;
const MAX_LABELS = 3;
/** The least distance of two labels, in percent of the height: a line on a phone. */
const LABEL_DISTANCE = 16;

/** The chart of a week (of week.js) with its `ranks` (of `selectRanks`); null where there is nothing to draw. */
export function HeadlineChart(week, ranks) {
  const [first] = listHeadlineShows(week);
  if (ranks.weeks.length < 2 && first) return null;
  const hero = ranks.shows.find(({anilist_id: id}) => id === first?.anilist_id);
  const row = week.rows.find(({anilist_id: id}) => id === first?.anilist_id);
  if (!first) return BarChart("Downloads by week, all shows", ranks.totals, ranks.weeks);
  if (hero && isStoryOfRanks(week.headline, hero)) return RankChart(week, ranks, hero);
  return row ? BarChart("Downloads by week", row.history, ranks.weeks, row.colorClass) : null;
}

/** A record of downloads and a rank that never changed are no story of ranks; a debut is, for it has nothing else. */
function isStoryOfRanks(headline, {ranks}) {
  const held = ranks.filter((rank) => rank !== null);
  if (held.length === 1) return true;
  return new Set(held).size > 1 && headline?.unit !== "downloads";
}

function RankChart(week, ranks, hero) {
  const companions = chooseCompanions(week, ranks, hero);
  const bold = [...companions, hero];
  const others = ranks.shows.filter((show) => !bold.includes(show));
  const line = (show, kind) => svg("path", {class: `${kind} ${show.colorClass}`, d: drawLine(show.ranks)});
  return Chart("Rank by week, the best 15 of each", describeRanks(hero), [
    Axis([1, 5, 10, 15].map((rank) => [String(rank), percentOf(rank)])),
    Plot(ranks.weeks.length, [
      svg("path", {class: "rank-others", d: others.map((show) => drawLine(show.ranks)).join("")}),
      companions.map((show) => line(show, "rank-companion")),
      line(hero, "rank-halo"),
      line(hero, "rank-hero"),
      svg("path", {class: `rank-dots ${hero.colorClass}`, d: drawDots(hero.ranks)}),
    ]),
    Labels(bold, hero),
    Dates(ranks.weeks),
  ]);
}

/** The two shows that stand nearest to the headline's this week, those that it names first. */
function chooseCompanions({headline, rows}, {shows}, hero) {
  const ranked = new Map(shows.map((show) => [show.anilist_id, show]));
  const rank = hero.ranks.at(-1) ?? RANKS;
  const near = rows.slice(0, RANKS).sort((a, b) => Math.abs(a.rank - rank) - Math.abs(b.rank - rank));
  const candidates = [...(headline?.shows ?? []), ...near].map(({anilist_id: id}) => ranked.get(id));
  const others = candidates.filter((show) => show && show !== hero);
  return [...new Set(others)].slice(0, MAX_LABELS - 1);
}

/** Ranks as a line that rests at each week and swings between: in steps of 10 to the right, a unit down for a rank. */
function drawLine(ranks) {
  return ranks
    .map((rank, i) => {
      if (rank === null) return "";
      const before = i > 0 ? ranks[i - 1] : null;
      if (before === null) return `M${i * STEP} ${rank}`;
      const fall = rank - before;
      return fall === 0 ? `h${STEP}` : `c5 0 5 ${fall} ${STEP} ${fall}`;
    })
    .join("");
}

/** Where a line begins and where it ends: lines of no length, which round ends make dots of. */
function drawDots(ranks) {
  const first = ranks.findIndex((rank) => rank !== null);
  const last = ranks.findLastIndex((rank) => rank !== null);
  return [...new Set([first, last])].map((i) => `M${i * STEP} ${ranks[i]}h0`).join("");
}

/** The middle of a rank's line from the top, in percent of the plot's height. */
const percentOf = (rank) => ((rank - 0.5) / RANKS) * 100;

/** Weeks before the first have no bar; a few bars are not drawn as wide as walls. */
function BarChart(name, history, weeks, colorClass = "") {
  const first = Math.min(
    history.findIndex((item) => item !== null),
    Math.max(0, weeks.length - MIN_BARS),
  );
  const items = history.slice(first);
  const largest = Math.max(...items.map((item) => item?.downloads ?? 0));
  const top = (downloads) => (FLOOR - (RANKS * downloads) / largest).toFixed(1);
  const bars = items.map((item, i) => item && `M${i * STEP} ${FLOOR}V${top(item.downloads)}`);
  const words = `${isolate(name)}: ${items.map((item) => item?.downloads ?? "not ranked").join(", ")}`;
  return Chart(`${isolate(name)}, at most ${formatCount(largest)}`, words, [
    Plot(items.length, svg("path", {class: `week-bars ${colorClass}`, d: bars.filter(Boolean).join("")})),
    Dates(weeks.slice(first)),
  ]);
}

const Chart = (name, words, parts) =>
  html(
    "figure",
    {class: "evidence"},
    html("figcaption", {}, name),
    html("div", {class: "evidence-chart", role: "img", "aria-label": words}, parts),
  );

/** A drawing that is stretched to its box; its lines keep their width by CSS. */
const Plot = (weeks, children) =>
  svg(
    "svg",
    {
      class: "evidence-plot",
      viewBox: `-5 0.5 ${(weeks - 1) * STEP + 10} ${RANKS}`,
      preserveAspectRatio: "none",
    },
    children,
  );

/** Texts `[text, percent from the top]` in a column: an unstretched drawing, placed in percent. */
const Axis = (labels) =>
  svg(
    "svg",
    {class: "evidence-axis"},
    labels.map(([text, y]) => svg("text", {x: "100%", y: `${y.toFixed(1)}%`, dy: ".35em"}, text)),
  );

/** The names of the shows at the end of their lines, pushed apart. */
function Labels(shows, hero) {
  const ending = shows.filter(({ranks}) => ranks.at(-1) !== null).sort((a, b) => a.ranks.at(-1) - b.ranks.at(-1));
  let top = 0;
  const texts = ending.map((show) => {
    const y = Math.max(percentOf(show.ranks.at(-1)), top);
    top = y + LABEL_DISTANCE;
    const label = `${show.ranks.at(-1)} ${isolate(truncateText(show.title.split(":")[0], 13, 125))}`;
    const attributes = {x: 0, y: `${y.toFixed(1)}%`, dy: ".35em"};
    return svg("text", {...attributes, class: show === hero ? "hero" : null}, label);
  });
  return svg("svg", {class: "evidence-labels"}, texts);
}

function Dates(weeks) {
  const middle = weeks.length > 6 ? [weeks[Math.floor(weeks.length / 2)]] : [];
  const days = weeks.length === 1 ? weeks : [weeks[0], ...middle, weeks.at(-1)];
  return html(
    "div",
    {class: "evidence-dates"},
    days.map((day) => html("span", {}, formatShortDay(day))),
  );
}

function describeRanks({title, ranks}) {
  const words = ranks.map((rank) => rank ?? "not in the first 15");
  return `${isolate(title)}, rank by week over the last ${Math.min(HISTORY, ranks.length)} weeks: ${words.join(", ")}`;
}
