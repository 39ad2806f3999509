// The right column: what an answer would change, before it is written.

import {html, svg} from "./lib/dom.js";
import {formatCount, formatShortDay, formatShortWeekDates, pluralize} from "./lib/format.js";

const MAX_SHOWS = 4;
const MAX_MOVES = 6;
const CHART = {width: 308, height: 120};
const LABEL_WIDTH = 44;
const GAP = 2;

/** The panel of an effect; `heading` says of which answer. */
export function Effect(effect, heading) {
  return [
    html("p", {class: "soft"}, "Effect, before it is written"),
    html("h2", {}, heading),
    html("p", {}, describeTorrents(effect)),
    effect.excluded.map(({why, torrents}) =>
      html("p", {class: "soft"}, `${pluralize(torrents, "torrent")} left out: ${why}.`),
    ),
    effect.shows.slice(0, MAX_SHOWS).map(ShowEffect),
    effect.shows.length > MAX_SHOWS &&
      html("p", {class: "soft"}, `${effect.shows.length - MAX_SHOWS} more shows change.`),
    effect.shows.length === 0 && html("p", {}, "Nothing on the charts changes."),
    effect.other_moves > 0 &&
      html(
        "p",
        {class: "soft"},
        `Over all weeks, ${pluralize(effect.other_moves, "place")} of other shows would change.`,
      ),
  ];
}

function describeTorrents({torrents, downloads, counted}) {
  if (torrents === 0) return "No torrent counts for anything else.";
  const all = `${pluralize(torrents, "torrent")} with ${pluralize(downloads, "download")} would change`;
  return counted === torrents ? `${all}; all of them count.` : `${all}; ${formatCount(counted)} of them count.`;
}

function ShowEffect(show) {
  const changed = show.weeks.filter(({downloads, new_downloads: then}) => downloads !== then);
  const moved = show.weeks.filter(({rank, new_rank: then}) => rank !== then);
  return html(
    "section",
    {class: "show-effect"},
    html("h3", {}, show.title || `AniList ${show.id}`),
    html(
      "table",
      {class: "figures"},
      html("caption", {class: "visually-hidden"}, "Now and then"),
      html(
        "tbody",
        {},
        FigureRow("Season", formatCount(show.downloads), formatCount(show.new_downloads)),
        FigureRow("Season rank", formatRank(show.rank), formatRank(show.new_rank)),
        FigureRow("Weeks changed", "", `${changed.length} of ${show.weeks.length}`),
      ),
    ),
    changed.length > 0 && [Legend(show), WeekBars(show.weeks)],
    moved.length > 0 && RankMoves(moved),
  );
}

const FigureRow = (name, now, then) =>
  html(
    "tr",
    {},
    html("th", {scope: "row"}, name),
    html("td", {class: "soft"}, now),
    html("td", {}, html("b", {}, then)),
  );

const formatRank = (rank) => (rank === null ? "–" : `#${rank}`);

const Legend = ({downloads, new_downloads: then}) =>
  html(
    "p",
    {class: "legend soft"},
    html("span", {class: "key now"}),
    "stays ",
    html("span", {class: `key ${then < downloads ? "taken" : "added"}`}),
    then < downloads ? "would be taken away" : "would be added",
  );

/** A bar a week: what stays, and what would be added to it or taken away. */
export function WeekBars(weeks) {
  const {width, height} = CHART;
  const highest = Math.max(1, ...weeks.map(({downloads, new_downloads: then}) => Math.max(downloads, then)));
  const step = width / weeks.length;
  const scale = (downloads) => (height * downloads) / highest;
  return html(
    "figure",
    {},
    svg(
      "svg",
      {viewBox: `0 0 ${width} ${height + 18}`, role: "img", "aria-label": describeBars(weeks)},
      weeks.map((week, index) => WeekBar(week, {x: index * step, width: step - GAP, height, scale})),
      weeks.map((week, index) => (index % 4 === 0 ? WeekLabel(week, index * step, CHART) : null)),
    ),
  );
}

function WeekBar({start, downloads, new_downloads: then}, {x, width, height, scale}) {
  const [stays, larger] = [scale(Math.min(downloads, then)), scale(Math.max(downloads, then))];
  const words = `${formatShortWeekDates(start)}: ${formatCount(downloads)} → ${formatCount(then)}`;
  return svg(
    "g",
    {},
    svg("title", {}, words),
    svg("rect", {class: "now", x, y: height - stays, width, height: stays}),
    svg("rect", {class: then < downloads ? "taken" : "added", x, y: height - larger, width, height: larger - stays}),
  );
}

/** The day under a bar; the last label ends with the chart. */
function WeekLabel({start}, x, {width, height}) {
  const isLast = x > width - LABEL_WIDTH;
  return svg(
    "text",
    {x: isLast ? width : x, y: height + 14, "text-anchor": isLast ? "end" : null},
    formatShortDay(start),
  );
}

function describeBars(weeks) {
  const added = weeks.reduce((sum, {downloads, new_downloads: then}) => sum + then - downloads, 0);
  return `Downloads by week, now and then: ${formatCount(added)} in all weeks together`;
}

function RankMoves(weeks) {
  const rest = weeks.length - MAX_MOVES;
  return [
    html("h4", {}, `Rank changes in ${pluralize(weeks.length, "week")}`),
    html(
      "table",
      {class: "moves"},
      html("caption", {class: "visually-hidden"}, "Week, rank now and then, downloads added"),
      html("tbody", {}, weeks.slice(-MAX_MOVES).reverse().map(MoveRow)),
    ),
    rest > 0 && html("p", {class: "soft"}, `and in ${pluralize(rest, "earlier week")}`),
  ];
}

const MoveRow = ({start, rank, new_rank: then, downloads, new_downloads: after}) =>
  html(
    "tr",
    {},
    html("th", {scope: "row"}, formatShortWeekDates(start)),
    html("td", {}, `${formatRank(rank)} → `, html("b", {}, formatRank(then))),
    html("td", {class: "number soft"}, formatSigned(after - downloads)),
  );

const formatSigned = (number) => (number < 0 ? `−${formatCount(-number)}` : `+${formatCount(number)}`);
