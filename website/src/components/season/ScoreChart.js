// AniList's scores against downloads, as a picture: a dot a show, the trend, and the names of those farthest from it.

import {isolate} from "../lib/controls.js";
import {html, svg} from "../lib/dom.js";
import {formatCount, formatShortCount, pluralize} from "../lib/format.js";
import {measureText, shortenTitle} from "../lib/text.js";
import {compareScores, predict} from "./scores.js";

/** The drawings of the built page; the stylesheet shows one. */
const SIZES = [
  {kind: "narrow", width: 344, height: 400, left: 40, dot: 4, large: 5.5, room: 112, scoreStep: 10},
  {kind: "middle", width: 700, height: 400, left: 48, dot: 4.5, large: 6.5, room: 200, scoreStep: 5},
  {kind: "wide", width: 1200, height: 400, left: 52, dot: 5, large: 7, room: 230, scoreStep: 5},
];
const [TOP, RIGHT, BOTTOM] = [26, 14, 44];
const SIZE = 12;
const LINE = 16;
const GAP = 4;
/** How many lines away from its dot a name may stand where there is no room beside it. */
const FAR = [0.75, 1.5, 2.25, 3];
/** A name rather covers a dot than that it stands a line farther away. */
const FAR_COST = 1.5;
/** The season's ten best have larger dots. */
const LARGE_RANKS = 10;

/** The section of a season's shows (as `joinShows` gives them); null where too few have a score. */
export function ScoreSection(shows) {
  const comparison = compareScores(shows);
  if (comparison === null) return null;
  const {unscored} = comparison;
  return html(
    "section",
    {class: "score-section section", "aria-labelledby": "scores-title"},
    html(
      "div",
      {class: "section-head"},
      html("h2", {id: "scores-title"}, "Score against downloads"),
      html("p", {}, "which shows are downloaded more, or less, than their score on AniList suggests"),
    ),
    SIZES.map((size) => ScoreChart(comparison, size)),
    unscored > 0 && html("p", {class: "soft"}, `${pluralize(unscored, "show")} without a score left out.`),
  );
}

function ScoreChart(comparison, size) {
  const scales = buildScales(comparison.shows, size);
  const dots = comparison.shows.map((show) => placeDot(show, scales, size)).reverse();
  const outliers = new Set([...comparison.more, ...comparison.fewer].map(({id}) => id));
  const names = placeNames(
    dots.filter(({id}) => outliers.has(id)),
    {dots, scales, size},
  );
  return svg(
    "svg",
    {
      class: `score-chart score-chart-${size.kind}`,
      viewBox: `0 0 ${size.width} ${size.height}`,
      role: "img",
      "aria-label": describeChart(comparison),
    },
    Axes(scales, size),
    Trend(comparison.trend, scales),
    svg("g", {class: "score-corners"}, Corners(scales)),
    dots.map(Dot),
    svg("g", {class: "score-names"}, names.map(Name)),
  );
}

const listTitles = (shows) => shows.map(({title}) => isolate(title)).join(", ") || "none";

const describeChart = ({shows, more, fewer}) =>
  `AniList's scores and downloads of ${pluralize(shows.length, "show")}. ` +
  `Most above the trend: ${listTitles(more)}. Most below it: ${listTitles(fewer)}.`;

/** The plot's edges, and from a score and a number of downloads to a place; a power of ten and 5 points are left around. */
export function buildScales(shows, {width, height, left, scoreStep}) {
  const [right, top, bottom] = [width - RIGHT, TOP, height - BOTTOM];
  const scores = shows.map(({score}) => score);
  const powers = shows.map(({downloads}) => Math.log10(downloads));
  const first = Math.floor((Math.min(...scores) - 1) / scoreStep) * scoreStep;
  const last = Math.ceil((Math.max(...scores) + 1) / scoreStep) * scoreStep;
  const [low, high] = [Math.min(...powers) - 0.25, Math.max(...powers) + 0.25];
  return {
    ...{left, right, top, bottom, first, last, low, high},
    x: (score) => left + ((score - first) / (last - first)) * (right - left),
    y: (power) => bottom - ((power - low) / (high - low)) * (bottom - top),
  };
}

const round = (length) => String(Math.round(length * 10) / 10);

function Axes({left, right, bottom, first, last, low, high, x, y}, {scoreStep}) {
  const powers = Array.from({length: Math.floor(high) - Math.ceil(low) + 1}, (_, i) => Math.ceil(low) + i);
  const scores = Array.from({length: (last - first) / scoreStep + 1}, (_, i) => first + i * scoreStep);
  const lines = powers.map((power) => `M${left} ${round(y(power))}H${right}`).join("");
  return svg(
    "g",
    {class: "score-axes"},
    svg("path", {d: `${lines}M${left} ${bottom}H${right}`}),
    powers.map((power) =>
      svg("text", {class: "end", x: left - 6, y: round(y(power) + 4)}, formatShortCount(10 ** power)),
    ),
    scores.map((score) => svg("text", {class: "middle", x: round(x(score)), y: bottom + 17}, String(score))),
    svg("text", {x: left, y: bottom + 36}, "AniList's score →"),
    svg("text", {class: "end", x: right, y: bottom + 36}, "dashed: trend of all shows"),
    svg("text", {x: 0, y: 12}, "downloads, on a log scale"),
  );
}

/** The trend where it lies within the plot. */
function Trend(trend, {first, last, low, high, x, y}) {
  const scores = Array.from({length: 101}, (_, i) => first + ((last - first) * i) / 100);
  const inside = scores.filter((score) => predict(trend, score) >= low && predict(trend, score) <= high);
  if (inside.length < 2) return null;
  const [from, to] = [inside[0], inside.at(-1)].map((score) => `${round(x(score))} ${round(y(predict(trend, score)))}`);
  return svg("path", {class: "score-trend", d: `M${from}L${to}`});
}

const CORNERS = ["▲ more downloads than the score suggests", "fewer downloads than the score suggests ▼"];

const Corners = ({left, right, top, bottom}) => [
  svg("text", {x: left + 6, y: top + 12}, CORNERS[0]),
  svg("text", {class: "end", x: right - 6, y: bottom - 8}, CORNERS[1]),
];

const placeDot = ({id, title, colorClass, score, downloads, rank}, {x, y}, {dot, large}) => ({
  ...{id, title, colorClass, score, downloads},
  x: x(score),
  y: y(Math.log10(downloads)),
  radius: rank <= LARGE_RANKS ? large : dot,
});

const Dot = ({title, colorClass, score, downloads, x, y, radius}) =>
  svg(
    "circle",
    {class: `score-dot ${colorClass}`, cx: round(x), cy: round(y), r: radius},
    svg("title", {}, `${isolate(title)}: score ${score}, ${formatCount(downloads)} downloads`),
  );

/**
 * The names of some dots, each beside its own where it meets no other name, no corner's words and the fewest dots:
 * `[{id, text, x, y, width, lead}]`, the left end of the baseline, and a path from a dot that it is far from, or null. A
 * dot without such a place has no name.
 */
export function placeNames(named, {dots, scales, size}) {
  const taken = cornerBoxes(scales);
  return named.flatMap((dot) => {
    const text = shortenTitle(dot.title, SIZE, size.room);
    const others = [...taken, ...named.filter(({id}) => id !== dot.id).map(dotBox)];
    const boxes = listPlaces(dot, measureText(text, SIZE)).filter(
      (box) => isInside(box, scales) && !others.some((other) => overlap(box, other)),
    );
    const crowd = (box) => dots.filter((other) => other.id !== dot.id && overlap(box, dotBox(other))).length;
    const cost = (box) => crowd(box) + FAR_COST * box.lines;
    const best = boxes.reduce((a, b) => (a === null || cost(b) < cost(a) ? b : a), null);
    if (best === null) return [];
    taken.push(best);
    return [
      {id: dot.id, text, x: best.left, y: best.bottom - GAP, width: best.right - best.left, lead: leadTo(dot, best)},
    ];
  });
}

/** Beside the dot, then above and below it, at its corners, and at last farther away, where a line leads to it. */
function listPlaces({x, y, radius}, width) {
  const beside = radius + GAP;
  const [above, level, below] = [y - beside - LINE, y - LINE / 2, y + beside];
  const corners = [above, above + LINE / 3, below - LINE / 3, below];
  const sides = (top, lines) => [
    [x + radius, top, lines],
    [x - radius - width, top, lines],
  ];
  const places = [
    [x + beside, level, 0],
    [x - beside - width, level, 0],
    [x - width / 2, above, 0],
    [x - width / 2, below, 0],
    ...corners.flatMap((top) => sides(top, 0)),
    ...FAR.flatMap((lines) => [...sides(above - lines * LINE, lines), ...sides(below + lines * LINE, lines)]),
  ];
  return places.map(([left, top, lines]) => ({left, right: left + width, top, bottom: top + LINE, lines}));
}

const dotBox = ({x, y, radius}) => ({left: x - radius, right: x + radius, top: y - radius, bottom: y + radius});

function cornerBoxes({left, right, top, bottom}) {
  const [more, fewer] = CORNERS.map((text) => measureText(text, SIZE));
  return [
    {left, right: left + 6 + more, top, bottom: top + LINE},
    {left: right - 6 - fewer, right, top: bottom - 8 - LINE, bottom},
  ];
}

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const isInside = (box, {left, right, top, bottom}) =>
  box.left >= left && box.right <= right && box.top >= top - LINE && box.bottom <= bottom;

function leadTo({x, y}, {left, right, top, bottom, lines}) {
  if (lines === 0) return null;
  const end = y < top ? top : bottom;
  return `M${round(x)} ${round(y)}L${round(Math.min(Math.max(x, left), right))} ${round(end)}`;
}

const Name = ({text, x, y, lead}) => [lead && svg("path", {d: lead}), svg("text", {x: round(x), y: round(y)}, text)];
