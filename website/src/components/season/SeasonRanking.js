// The ranking of a season: the first ten, and below a fold the others.

import {showAddress, weekAddress} from "../lib/address.js";
import {html, svg} from "../lib/dom.js";
import {formatCount, formatShortWeekDates} from "../lib/format.js";
import {Poster} from "../lib/Poster.js";
import {bindNumber} from "../lib/text.js";
import {TakeAway} from "../share/TakeAway.js";

const FIRST = 10;
const BARS = 16;
const [BAR_STEP, BAR_WIDTH, BAR_HEIGHT] = [6, 5, 24];

/** The table of a season's shows (as `joinShows` gives them); without a script the others unfold as well. */
export function SeasonRanking(shows, {slug, season, picture}) {
  if (shows.length === 0) return html("p", {class: "soft"}, "No show has been ranked yet.");
  const [first, others] = [shows.slice(0, FIRST), shows.slice(FIRST)];
  const fold = html(
    "details",
    {class: "fold season-fold"},
    html("summary", {class: "button"}, `All ${formatCount(shows.length)} shows`),
    Table(others),
  );
  const take = TakeAway({name: `season-${slug}`, title: `${season}: ranking`, table: "season-ranking", picture});
  return [html("div", {id: "season-ranking"}, Table(first), others.length > 0 && fold), take];
}

const Table = (shows) =>
  html("table", {class: "season-ranking"}, Columns(), html("thead", {}, Head()), html("tbody", {}, shows.map(Row)));

/** Both tables have the same columns. */
const Columns = () =>
  html(
    "colgroup",
    {},
    ["rank", "tile", "title", "number", "season-bars", "peak", "firsts", "season-best"].map((name) =>
      html("col", {class: name}),
    ),
  );

const Head = () =>
  html(
    "tr",
    {},
    html("th", {scope: "col", class: "rank"}, html("span", {class: "visually-hidden"}, "Rank")),
    html("th", {scope: "col", colspan: 2}, html("span", {class: "visually-hidden"}, "Show")),
    html("th", {scope: "col", class: "number"}, "Downloads"),
    html("th", {scope: "col", class: "season-bars"}, `${BARS} weeks, to its own best`),
    html("th", {scope: "col", class: "number wide"}, "Peak"),
    html("th", {scope: "col", class: "number wide"}, "Weeks at #1"),
    html("th", {scope: "col", class: "number wide season-best"}, "Best week"),
  );

const Row = (show) =>
  html(
    "tr",
    {class: show.colorClass, "data-show": show.id},
    html("td", {class: "rank"}, formatCount(show.rank)),
    html("td", {class: "tile"}, Poster(show, {width: 30, height: 42})),
    html("th", {scope: "row"}, html("a", {href: showAddress(show.id)}, bindNumber(show.title))),
    html("td", {class: "number"}, formatCount(show.downloads)),
    html("td", {class: "season-bars"}, WeekBars(show)),
    html("td", {class: "number wide"}, `#${formatCount(show.peak)}`),
    html("td", {class: "number wide"}, show.weeksAtFirst > 0 ? formatCount(show.weeksAtFirst) : "–"),
    html("td", {class: "number wide season-best"}, BestWeek(show.best)),
  );

const BestWeek = ({week, start_date: start, downloads}) => [
  formatCount(downloads),
  " ",
  html("a", {href: weekAddress(week)}, formatShortWeekDates(start)),
];

/** A show's first weeks of the season as bars, the highest its own best; a week that is not over is drawn hollow. */
function WeekBars({weeks}) {
  const shown = weeks.slice(-BARS);
  const best = Math.max(1, ...shown.map((week) => week?.downloads ?? 0));
  const draw = (isComplete) =>
    shown.map((week, at) => (week?.complete === isComplete ? drawBar(week, at, best) : "")).join("");
  const [whole, running] = [draw(true), draw(false)];
  return svg(
    "svg",
    {class: "season-bars-chart", viewBox: `0 0 ${BARS * BAR_STEP} ${BAR_HEIGHT}`, "aria-hidden": "true"},
    svg("path", {d: whole}),
    running && svg("path", {class: "running", d: running}),
  );
}

function drawBar({downloads}, at, best) {
  const height = Math.max(1, Math.round((BAR_HEIGHT * downloads) / best));
  return `M${at * BAR_STEP} ${BAR_HEIGHT}v-${height}h${BAR_WIDTH}v${height}z`;
}
