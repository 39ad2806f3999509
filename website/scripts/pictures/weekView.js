// What a week's pictures are drawn from: its chart as plain data, with titles that can be written.

import {formatWeekDates} from "../../src/components/lib/format.js";
import {weekAddress} from "../../src/components/lib/address.js";
import {describeHeadline, findLead, listHeadlineShows} from "../../src/components/week/headlineText.js";
import {selectWeekModel} from "../../src/components/week/week.js";
import {shorten} from "./fit.js";
import {toWritable, writableOrNull} from "./fonts.js";
import {describeOrigin} from "./words.js";

const TOP = 15;
const HISTORY = 8;
/** How many weeks the race goes back: to the show's first, within these bounds. */
const RACE = {min: 8, max: 16};

/**
 * The view of `chart`, an element of `site.weeks`: of `selectWeekModel` its `week`, `start_date`, `complete`, `settled`,
 * `downloads`, `downloads_estimated` and `before`, and
 *
 * - `dates`: its days; `shows`: how many are ranked; `place`: `{season, number}` in the newest season that it touches, or
 *   null.
 * - `headlines`: its sentence, and the same with shorter titles; `lit`: the ids of the shows that it is about; `fact`:
 *   `{kind, unit, value, shows}` or null; `second`: the sentence of the next fact, or null.
 * - `rows`: the first 15, as the model has them, with `title` in letters that there are, `native` or null, `isPeak`
 *   (whether it is better than in any week before), and a `history` of 8 weeks; `main`: the row of the show that the
 *   headline is about, or null.
 * - `race`: the last weeks, up to 16, each `{start_date, rows}`, of the first 15 and of `main` `{anilist_id, rank,
 *   downloads}`; `totals`: `[downloads, downloads_estimated]` of all series in the last 16.
 * - `origin`: where it is from, as `describeOrigin` gives it.
 */
export function viewWeek(site, chart) {
  const past = site.weeks.slice(0, site.weeks.indexOf(chart) + 1);
  const model = selectWeekModel(site, chart);
  const write = makeWriter(chart);
  const {week, start_date, complete, settled, downloads, downloads_estimated, before, headline, facts} = model;
  const lead = findLead(model);
  const viewRow = (row) => addNames(row, {site, past, write});
  const main = model.rows.find((row) => row.anilist_id === lead) ?? null;
  return {
    ...{week, start_date, complete, settled, downloads, downloads_estimated, before},
    dates: formatWeekDates(start_date),
    shows: chart.rows.length,
    place: model.places[0] ?? null,
    headlines: shortenTitles(write(describeHeadline(model)), listHeadlineShows(model), write),
    lit: listHeadlineShows(model).map((show) => show.anilist_id),
    fact: headline && {...headline, shows: headline.shows.map((show) => ({...show, title: write(show.title)}))},
    second: facts[0] ? write(facts[0].text) : null,
    main: main && viewRow(main),
    rows: model.rows.slice(0, TOP).map(viewRow),
    race: listRace(past, main),
    totals: past.slice(-RACE.max).map(({downloads: sum, downloads_estimated: part}) => [sum, part]),
    origin: describeOrigin(site, weekAddress(week)),
  };
}

function addNames(row, {site, past, write}) {
  const {start_date: now} = past.at(-1);
  const earlier = site.showWeeks.get(row.anilist_id).filter(({start_date: start}) => start < now);
  return {
    ...row,
    title: write(row.title),
    native: writableOrNull(site.showsById.get(row.anilist_id)?.title_native),
    isPeak: earlier.length > 0 && earlier.every((week) => week.row.rank > row.rank),
    history: row.history.slice(-HISTORY),
  };
}

/** The weeks up to this one: one more than the show has been in the chart, so that it is seen to come. */
function listRace(past, main) {
  const many = Math.min(Math.max((main?.weeks_on_chart ?? RACE.max) + 1, RACE.min), RACE.max);
  const isDrawn = ({rank, anilist_id: id}) => rank <= TOP || id === main?.anilist_id;
  return past.slice(-many).map(({start_date: start, rows}) => ({
    start_date: start,
    rows: rows.filter(isDrawn).map(({anilist_id, rank, downloads}) => ({anilist_id, rank, downloads})),
  }));
}

/** A function that puts titles into letters that there are, also inside of sentences. */
function makeWriter({rows, headline, facts}) {
  const named = [headline, ...facts].flatMap((fact) => fact?.shows ?? []);
  const romaji = new Map(rows.map((row) => [row.title, row.title_romaji]));
  const titles = [...new Set([...rows, ...named].map(({title}) => title))]
    .map((title) => [title, toWritable({title, romaji: romaji.get(title)})])
    .filter(([title, written]) => title !== written)
    .sort(([a], [b]) => b.length - a.length);
  return (text) => titles.reduce((sentence, [title, written]) => sentence.replaceAll(title, () => written), text);
}

/** A sentence about a week, and the same without the subtitles of its shows. */
function shortenTitles(sentence, shows, write) {
  const titles = shows.map(({title}) => write(title));
  return [sentence, titles.reduce((text, title) => text.replace(title, () => shorten(title)), sentence)];
}
