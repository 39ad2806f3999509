// What a week's pictures are drawn from: its chart as plain data, with titles that can be written.

import {formatWeekDates} from "../../src/components/lib/format.js";
import {weekAddress} from "../../src/components/lib/address.js";
import {describeHeadline} from "../../src/components/week/Headline.js";
import {shorten} from "./fit.js";
import {toWritable, writableOrNull} from "./fonts.js";
import {describeOrigin} from "./words.js";

const TOP = 15;
const HISTORY = 8;
/** How many weeks the race goes back: to the show's first, within these bounds. */
const RACE = {min: 8, max: 16};

/**
 * The view of `chart`, an element of `site.weeks`:
 * `{week, dates, start_date, complete, settled, downloads, downloads_estimated, shows, before, place, headlines, lit, fact,
 * second, main, rows, race, totals, origin}`.
 *
 * - `shows`: how many are ranked; `before`: the downloads of the week before, or null; `place`: `{season, number}` in the
 *   newest season that it touches, or null.
 * - `headlines`: its sentence, and the same with shorter titles; `lit`: the ids of the shows that it is about; `fact`: `{kind, unit, value, shows}` or null;
 *   `second`: the sentence of the next fact, or null.
 * - `main`: the row of the show that the headline is about, or null; `rows`: the first 15; each `{...row, title, native, colorClass, isPeak, isBest, history}`: whether it has reached its
 *   best rank, or has more downloads than ever before, in this week; `history` are its last 8 weeks, oldest first, null
 *   where it was not ranked.
 * - `race`: the last 16 weeks, `{start_date, rows}`, each `{anilist_id, rank, downloads}` of the first 15 and of `main`; `totals`: the
 *   downloads of all series in each.
 * - `origin`: where it is from: `{address, synthetic}`.
 */
export function viewWeek(site, chart) {
  const index = site.weeks.indexOf(chart);
  const [past, before] = [site.weeks.slice(0, index + 1), site.weeks[index - 1]];
  const {week, start_date, complete, settled, downloads, downloads_estimated, headline, facts} = chart;
  const write = makeWriter(chart);
  const [first] = headline?.shows ?? chart.rows;
  const main = chart.rows.find((row) => row.anilist_id === first?.anilist_id) ?? null;
  return {
    week,
    dates: formatWeekDates(start_date),
    start_date,
    complete,
    settled,
    downloads,
    downloads_estimated,
    shows: chart.rows.length,
    before: before?.complete ? before.downloads : null,
    place: findPlace(site, chart),
    headlines: shortenTitles(write(describeHeadline(chart)), chart, write),
    lit: (headline?.shows ?? chart.rows.slice(0, 1)).map((show) => show.anilist_id),
    fact: headline && {...headline, shows: headline.shows.map((show) => ({...show, title: write(show.title)}))},
    second: facts[0]?.text ? write(facts[0].text) : null,
    main: main && viewRow(main, {site, past, write}),
    rows: chart.rows.slice(0, TOP).map((row) => viewRow(row, {site, past, write})),
    race: past.slice(-countRace(main)).map(({start_date: start, rows}) => ({
      start_date: start,
      rows: rows.filter(({rank, anilist_id: id}) => rank <= TOP || id === main?.anilist_id).map(pickRank),
    })),
    totals: past.slice(-RACE.max).map(({downloads: sum, downloads_estimated: part}) => [sum, part]),
    origin: describeOrigin(site, weekAddress(week)),
  };
}

/** A week more than the show has been in the chart, so that it is seen to come. */
const countRace = (main) => Math.min(Math.max((main?.weeks_on_chart ?? RACE.max) + 1, RACE.min), RACE.max);

function viewRow(row, {site, past, write}) {
  const show = site.showsById.get(row.anilist_id);
  const byWeek = new Map(site.showWeeks.get(row.anilist_id).map((item) => [item.week, item.row]));
  const earlier = past.slice(0, -1).flatMap(({week}) => byWeek.get(week) ?? []);
  return {
    ...row,
    title: write(row.title),
    native: writableOrNull(show?.title_native),
    colorClass: show?.colorClass ?? "tone-0",
    isPeak: earlier.length > 0 && earlier.every(({rank}) => rank > row.rank),
    isBest: earlier.length > 0 && earlier.every(({downloads}) => downloads < row.downloads),
    history: past.slice(-HISTORY).map(({week}) => pickDownloads(byWeek.get(week))),
  };
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
function shortenTitles(sentence, {headline, rows}, write) {
  const titles = (headline?.shows ?? rows.slice(0, 1)).map(({title}) => write(title));
  return [sentence, titles.reduce((text, title) => text.replace(title, () => shorten(title)), sentence)];
}

function findPlace({seasonList}, chart) {
  const season = seasonList.findLast(({slug}) => chart.seasons.includes(slug));
  if (!season) return null;
  return {season: season.season, number: season.model.weeks.findIndex(({week}) => week === chart.week) + 1};
}

const pickDownloads = (row) => (row ? {downloads: row.downloads, downloads_estimated: row.downloads_estimated} : null);

const pickRank = ({anilist_id, rank, downloads}) => ({anilist_id, rank, downloads});
