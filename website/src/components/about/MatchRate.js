// How much of this run's torrents became numbers, and what became of the others.

import {html} from "../lib/dom.js";
import {count, moment, plural, share} from "../lib/format.js";
import {reasonWords} from "./reasons.js";

const TITLES = 10;

/** The match rate of `report.json` with what was left out by reason, what was mended, and what has no show. */
export function MatchRate(report) {
  return html(
    "div",
    {class: "match-rate"},
    rate(report.match_rate),
    counted(report),
    leftOut(report),
    html("p", {}, mended(report)),
    ...remarks(report).map((words) => html("p", {}, words)),
    titlesWithoutShow(report.unmatched_titles),
  );
}

function rate({matched, to_be_matched: able, by_torrents: byTorrents, by_downloads: byDownloads}) {
  if (byTorrents === null) return html("p", {}, "There was no torrent that could be matched.");
  const rates = [
    figure(share(byTorrents), `${count(matched.torrents)} of ${plural(able.torrents, "torrent")} recognised`),
    byDownloads === null
      ? null
      : figure(share(byDownloads), `${count(matched.downloads)} of their ${plural(able.downloads, "download")}`),
  ];
  return html("dl", {class: "figures"}, rates);
}

/** A large figure over what it counts; the term comes first, where a reader's voice wants it. */
const figure = (number, words) => html("div", {}, html("dt", {}, words), html("dd", {}, number));

function counted({all, counted: some, shows, match_methods: methods}) {
  const ways = Object.entries(methods).map(([method, number]) => `${count(number)} ${method.replaceAll("_", " ")}`);
  const how = ways.length > 0 ? ` (${ways.join(", ")})` : "";
  const what = `${count(some.torrents)} of all ${plural(all.torrents, "torrent")} are counted${how}`;
  return html("p", {}, `${what}: ${plural(some.downloads, "download")} of ${plural(shows, "show")}.`);
}

function leftOut({left_out: reasons, counted: some, all}) {
  const largestFirst = Object.entries(reasons).sort(([, a], [, b]) => b.downloads - a.downloads);
  const rows = largestFirst.map(([reason, tally]) => [reasonWords(reason), tally]);
  if (rows.length === 0) return html("p", {}, "Nothing was left out.");
  return html(
    "table",
    {class: "about-table"},
    html("caption", {}, "What is left out, and why"),
    html("thead", {}, headings("Why", "Torrents", "Downloads")),
    html("tbody", {}, ...rows.map(tallyRow)),
    html("tfoot", {}, tallyRow(["Counted", some]), tallyRow(["All", all])),
  );
}

const headings = (first, ...numbers) =>
  html(
    "tr",
    {},
    html("th", {scope: "col"}, first),
    ...numbers.map((name) => html("th", {scope: "col", class: "number"}, name)),
  );

const tallyRow = ([words, {torrents, downloads}]) =>
  html("tr", {}, html("th", {scope: "row"}, words), ...[torrents, downloads].map(numberCell));

const numberCell = (number) => html("td", {class: "number"}, count(number));

function mended({glitches, resets, silences, rejected_torrents: torrents, rejected_scrapes: scrapes}) {
  const bad = [torrents, scrapes].flatMap(Object.values).reduce((sum, rows) => sum + rows, 0);
  const faults = `${plural(glitches, "glitch", "glitches")} and ${plural(resets, "reset")} of counts were mended`;
  return `${faults}, ${plural(silences, "empty answer")} of the tracker and ${plural(bad, "unreadable row")} skipped.`;
}

/** What a reader should know before they trust the numbers; in a good run, nothing. */
function remarks(report) {
  const missing = report.missing_shows.map((one) => `${one.title} (${plural(one.downloads, "download")})`);
  const stale = report.anilist_stale_since;
  return [
    report.attribution === "observed" &&
      "In this run the downloads between two scrapes stand on the day of the later one, and a torrent's first count adds nothing.",
    missing.length > 0 && `Missing in the ranking although much downloaded: ${missing.join(", ")}.`,
    stale && `AniList could not be asked: shows are as of ${moment(stale)}.`,
    report.skipped_shows > 0 && `${plural(report.skipped_shows, "entry", "entries")} of AniList could not be read.`,
  ].filter(Boolean);
}

function titlesWithoutShow(titles) {
  if (titles.length === 0) return null;
  return html(
    "details",
    {},
    html("summary", {}, "The most downloaded titles without a show"),
    html(
      "table",
      {class: "about-table"},
      html("thead", {}, headings("Title", "Torrents", "Downloads")),
      html("tbody", {}, ...titles.slice(0, TITLES).map(titleRow)),
    ),
  );
}

const titleRow = ({title, example, why, torrents, downloads}) =>
  tallyRow([[title || example, html("span", {class: "why"}, why)], {torrents, downloads}]);
