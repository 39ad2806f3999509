// How many of this run's torrents were matched, and what became of the others.

import {isolate} from "../lib/controls.js";
import {html} from "../lib/dom.js";
import {formatCount, formatShare, formatTime, pluralize} from "../lib/format.js";

const MAX_TITLES = 10;
const NOT_BEGUN = "downloaded on the last day, which is less than an hour old";

/**
 * The match rate of `report.json` with the torrents excluded by reason, the repairs of counts, and titles without a show.
 *
 * `reasons` maps exclusion reasons to their descriptions.
 */
export function MatchRate(report, reasons) {
  return html(
    "div",
    {class: "match-rate"},
    Rates(report.match_rate),
    html("p", {}, describeCounted(report)),
    Excluded(report, reasons),
    html("p", {}, describeRepairs(report)),
    ...listRemarks(report).map((remark) => html("p", {}, remark)),
    UnmatchedTitles(report.unmatched_titles),
  );
}

function Rates({matched, to_be_matched: able, by_torrents: byTorrents, by_downloads: byDownloads}) {
  if (byTorrents === null) return html("p", {}, "There was no torrent to match.");
  const {torrents, downloads} = matched;
  return html("dl", {class: "figures"}, [
    Figure(byTorrents, `${formatCount(torrents)} of ${pluralize(able.torrents, "torrent")} matched`),
    // Null when nobody downloaded any of them.
    byDownloads !== null &&
      Figure(byDownloads, `${formatCount(downloads)} of their ${pluralize(able.downloads, "download")}`),
  ]);
}

/** A large figure over its label; the label comes first in the document, as screen readers read it. */
const Figure = (rate, label) => html("div", {}, html("dt", {}, label), html("dd", {}, formatShare(rate)));

function describeCounted({all, counted, shows, match_methods: methods}) {
  const ways = Object.entries(methods).map(
    ([method, {torrents}]) => `${formatCount(torrents)} ${method.replaceAll("_", " ")}`,
  );
  const how = ways.length > 0 ? ` (${ways.join(", ")})` : "";
  const share = `${formatCount(counted.torrents)} of all ${pluralize(all.torrents, "torrent")} are counted${how}`;
  return `${share}: ${pluralize(counted.downloads, "download")} of ${pluralize(shows, "show")}.`;
}

function Excluded({excluded, counted, all, not_begun: notBegun}, reasons) {
  const largestFirst = Object.entries(excluded).sort(([, a], [, b]) => b.downloads - a.downloads);
  const rows = largestFirst.map(([reason, tally]) => [reasons.get(reason) ?? reason, tally]);
  if (notBegun > 0) rows.push([NOT_BEGUN, {torrents: 0, downloads: notBegun}]);
  if (rows.length === 0) return html("p", {}, "Nothing was left out.");
  return html(
    "table",
    {class: "about-table"},
    html("caption", {}, "What is left out, and why"),
    html("thead", {}, HeadingRow("Why", "Torrents", "Downloads")),
    html("tbody", {}, ...rows.map(TallyRow)),
    html("tfoot", {}, TallyRow(["Counted", counted]), TallyRow(["All", all])),
  );
}

const HeadingRow = (first, ...numbers) =>
  html(
    "tr",
    {},
    html("th", {scope: "col"}, first),
    ...numbers.map((name) => html("th", {scope: "col", class: "number"}, name)),
  );

const TallyRow = ([label, {torrents, downloads}]) =>
  html("tr", {}, html("th", {scope: "row"}, label), ...[torrents, downloads].map(NumberCell));

const NumberCell = (number) => html("td", {class: "number"}, formatCount(number));

function describeRepairs(report) {
  const {
    count_drops: countDrops,
    resets,
    zero_dropouts: emptyReplies,
    rejected_torrents: torrents,
    rejected_scrapes: scrapes,
  } = report;
  const unreadable = [torrents, scrapes].flatMap(Object.values).reduce((sum, rows) => sum + rows, 0);
  return [
    `${pluralize(countDrops, "count drop")} and ${pluralize(resets, "counter reset")} were corrected;`,
    `${pluralize(emptyReplies, "empty reply", "empty replies")} of the tracker`,
    `and ${pluralize(unreadable, "unreadable row")} were skipped.`,
  ].join(" ");
}

/** Counts that no count drop explains: what was taken for a fault, and what nobody can tell yet. */
function describeSuspects({spikes, in_doubt: inDoubt, tracker_restarts: restarts}) {
  const faults = [
    spikes > 0 && `${pluralize(spikes, "count")} rose beyond belief and fell again: left out.`,
    inDoubt > 0 &&
      `${pluralize(inDoubt, "torrent")} rose beyond belief in the end: not counted until more readings confirm it.`,
    restarts > 0 &&
      `The tracker forgot its counts ${restarts === 1 ? "once" : `${formatCount(restarts)} times`}; what came after is added to what was there before.`,
  ];
  return faults.filter(Boolean).join(" ") || null;
}

/** Limits of this run that a reader should know of; in a good run there are none. */
function listRemarks(report) {
  const missing = report.missing_shows.map(
    (show) => `${isolate(show.title)} (${pluralize(show.downloads, "download")})`,
  );
  const staleSince = report.anilist_stale_since;
  return [
    describeSuspects(report),
    missing.length > 0 && `Missing from the ranking despite many downloads: ${missing.join(", ")}.`,
    staleSince && `AniList was not reachable: shows are as of ${formatTime(staleSince)}.`,
    report.skipped_shows > 0 &&
      `${pluralize(report.skipped_shows, "AniList entry", "AniList entries")} could not be read.`,
  ].filter(Boolean);
}

function UnmatchedTitles(titles) {
  if (titles.length === 0) return null;
  return html(
    "details",
    {},
    html("summary", {}, "The most downloaded titles without a show"),
    html(
      "table",
      {class: "about-table"},
      html("thead", {}, HeadingRow("Title", "Torrents", "Downloads")),
      html("tbody", {}, ...titles.slice(0, MAX_TITLES).map(TitleRow)),
    ),
  );
}

const TitleRow = ({title, example, why, torrents, downloads}) =>
  TallyRow([[Title(title, example), html("span", {class: "why"}, why)], {torrents, downloads}]);

/** A name without a title cannot be reviewed: there is nothing that a decision could be about. */
const Title = (title, example) =>
  title ? html("span", {"data-review-title": title}, title) : html("span", {}, example);
