// The episodes of a show as a table: each by its first 7 days, so that old and young ones are compared at equal age.

import {isolate} from "../lib/controls.js";
import {html, svg} from "../lib/dom.js";
import {formatChange, formatCount, formatDay, formatPercent, formatShortDay} from "../lib/format.js";
import {writeProjected} from "../lib/projection.js";
import {changeClass, compare} from "./facts.js";

const BAR = {width: 100, height: 12};
/** What is not known yet. */
const UNKNOWN = "–";
/** Of more missing episodes in a row there is one row: a misread number, 9,999 after 1, would make thousands. */
const MAX_MISSING_ROWS = 3;

/** The table of a page's inputs (`selectShow`); `first` are the first days of episode 1, null without such an episode. */
export function EpisodeTable({show, page, projections}, {first}) {
  const rows = listRows(page, projections);
  const scale = Math.max(
    1,
    ...rows.map(({downloads_7: downloads, projection}) => downloads ?? projection?.projected ?? 0),
  );
  const best = Math.max(...rows.map(({downloads_7: downloads}) => downloads ?? -1));
  const columns = chooseColumns({first, scale, best});
  return html(
    "table",
    {class: `episode-table ${show.colorClass}`, id: "episode-table"},
    html("caption", {class: "visually-hidden"}, `Downloads of every episode of ${isolate(show.title)}`),
    html(
      "thead",
      {},
      html(
        "tr",
        {},
        columns.map(({kind, name}) => html("th", {scope: "col", class: kind}, name)),
      ),
    ),
    html(
      "tbody",
      {},
      rows.map((row) => (row.missing ? MissingRow(row, columns) : EpisodeRow(row, columns))),
    ),
  );
}

/**
 * A row for every episode, and one for each that is missing between two, or for all of a long gap: `{name, missing}`, else
 * the episode's first days, `{first_date, total, estimated, projection, previous}` and whether it `isYoung`, which has no 7 days yet.
 */
export function listRows({episodes, first_days: firstDays}, projections) {
  const projected = new Map(projections.map((projection) => [projection.episode, projection]));
  const rows = episodes.map(({episode, first_date, downloads_daily: daily, downloads_estimated: estimated}, index) => ({
    ...firstDays.episodes[index],
    first_date,
    total: sum(daily),
    estimated: sum(estimated),
    projection: projected.get(episode) ?? null,
    previous: episodes[index - 1]?.episode === episode - 1 ? firstDays.episodes[index - 1].downloads_7 : null,
  }));
  return rows.flatMap((row, index) => [...listMissing(rows[index - 1], row), row]);
}

const sum = (list) => list.reduce((total, number) => total + number, 0);

const listMissing = (before, {episode}) => (before === undefined ? [] : listGap(before.episode + 1, episode - 1));

function listGap(first, last) {
  const length = last - first + 1;
  if (length > MAX_MISSING_ROWS) return [{name: `${first}–${last}`, missing: true}];
  return Array.from({length}, (_, i) => ({name: String(first + i), missing: true}));
}

/** The columns `{kind, name, cell}`; a show without an episode 1 has none that compares with it. */
function chooseColumns({first, scale, best}) {
  const columns = [
    {kind: "episode", name: "Ep", cell: ({episode}) => String(episode)},
    {kind: "day", name: "First day", cell: ({first_date: date}) => Day(date)},
    {kind: "first-7", name: "First 7 days", cell: (row) => FirstDays(row, {scale, best})},
    first && {kind: "number hold", name: "Hold vs ep 1", cell: ({downloads_7: count}) => writeHold(count, first)},
    {kind: "number before extra", name: "vs ep before", cell: Before},
    {kind: "number extra", name: "First 28 days", cell: ({downloads_28: count}) => writeCount(count)},
    {kind: "number total", name: "Total", cell: ({total}) => formatCount(total)},
    {
      kind: "number soft extra",
      name: "Estimated",
      cell: ({total, estimated}) => formatPercent(total && estimated / total),
    },
  ];
  return columns.filter(Boolean);
}

const writeCount = (count) => (count === null ? UNKNOWN : formatCount(count));

const Day = (date) => html("time", {datetime: date, title: formatDay(date)}, formatShortDay(date));

function FirstDays({downloads_7: downloads, projection}, {scale, best}) {
  if (downloads === null && projection === null) return UNKNOWN;
  const text = downloads === null ? `≈ ${writeProjected(projection)}` : formatCount(downloads);
  const kind = ["count", downloads === best && "best"].filter(Boolean).join(" ");
  return [
    html("span", {class: kind}, text),
    Bar((downloads ?? projection.projected) / scale, {isProjected: downloads === null}),
  ];
}

function Bar(part, {isProjected}) {
  const box = {
    class: "bar",
    viewBox: `0 0 ${BAR.width} ${BAR.height}`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  };
  const width = Math.round(part * BAR.width * 10) / 10;
  return svg("svg", box, svg("rect", {class: isProjected ? "unfinished" : null, width, height: BAR.height}));
}

function writeHold(downloads, first) {
  if (downloads === null || !first.downloads_7) return UNKNOWN;
  return formatPercent(downloads / first.downloads_7);
}

function Before({downloads_7: downloads, previous}) {
  const change = downloads === null || previous === null ? null : compare(downloads, previous);
  return change === null ? "" : html("span", {class: changeClass(change)}, formatChange(change));
}

const EpisodeRow = (row, columns) =>
  html(
    "tr",
    {class: row.downloads_7 === null ? "young" : null},
    columns.map(({kind, cell}, index) =>
      index === 0 ? html("th", {scope: "row"}, cell(row)) : html("td", {class: kind}, cell(row)),
    ),
  );

const MissingRow = ({name}, columns) =>
  html(
    "tr",
    {class: "missing"},
    html("th", {scope: "row"}, name),
    html("td", {colspan: columns.length - 1}, "no torrent counted"),
  );
