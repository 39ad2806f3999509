// The Atom feed (RFC 4287): an entry for each finished week with its top ten and its movers, newest first.

import "./document.js";
import {describeCertainty, isOpen, qualify} from "../src/components/lib/certainty.js";
import {showAddress, weekAddress} from "../src/components/lib/address.js";
import {html} from "../src/components/lib/dom.js";
import {describeMovement, formatCount, formatWeek, pluralize} from "../src/components/lib/format.js";
import {listFirst} from "../src/components/ranking/Headline.js";
import {toXml} from "./markup.js";

const ATOM = "http://www.w3.org/2005/Atom";
const XML = '<?xml version="1.0" encoding="utf-8"?>\n';
// The year in every id (RFC 4151 wants a date at which the host name was ours); it must never change, nor must the ids.
const ID_YEAR = 2025;
const NO_HOST = "nyaastats.invalid";
const TOP = 10;
const MAX_MOVERS = 3;
// Far down, a handful of downloads moves a show by twenty ranks: nobody would call that a climb.
const MAX_MOVER_RANK = 25;
const DAY_LENGTH = 86_400_000;

/**
 * The feed of a season (the view model of lib/season.js) as XML text.
 *
 * With `siteUrl` (ending in a slash) its links are absolute; without, they are relative to wherever the feed stands.
 * A week's entry is made of that week's ranking alone, so that later weeks leave it as it is. A provisional week is
 * written again with every run, and is new to readers each time: its entry is as old as the data. A settled week's
 * ranking does not change any more, and its entry is as old as the week.
 */
export function buildFeed(season, {siteUrl = null, synthetic = false} = {}) {
  return `${XML}${toXml(atom("feed", {}, ...feedParts(season, {siteUrl, synthetic})))}\n`;
}

function feedParts(season, site) {
  const weeks = season.weeks.filter((week) => week.complete).reverse();
  return [
    atom("id", {}, tagUri(site, slug(season.name))),
    atom("title", {}, `nyaastats: ${season.name}${site.synthetic ? " (made-up numbers)" : ""}`),
    atom("subtitle", {}, "The weekly ranking of the season's anime by torrent downloads"),
    atom(
      "updated",
      {},
      weeks
        .map((week) => updatedAt(week, season))
        .sort()
        .at(-1) ?? season.dataUntil,
    ),
    atom("author", {}, atom("name", {}, "nyaastats")),
    atom("link", {rel: "alternate", type: "text/html", href: address(site)}),
    site.siteUrl && atom("link", {rel: "self", type: "application/atom+xml", href: address(site, "./feed.xml")}),
    ...weeks.map((week) => Entry(week, season, site)),
  ].filter(Boolean);
}

function Entry(week, season, site) {
  return atom(
    "entry",
    {},
    atom("id", {}, tagUri(site, `${slug(season.name)}/${week.week}`)),
    atom("title", {}, `${season.name}, ${qualify(formatWeek(week), week, week.total)}: ${describeLead(week)}`),
    atom("updated", {}, updatedAt(week, season)),
    atom("link", {rel: "alternate", type: "text/html", href: address(site, weekAddress(week.week))}),
    atom("content", {type: "xhtml"}, Content(week, site)),
  );
}

const updatedAt = (week, {dataUntil}) => (isOpen(week) ? dataUntil : endOf(week));

/** "A leads", "A and B are tied at #1", "5 shows are tied at #1", "no show is ranked". */
function describeLead(week) {
  if (week.rankings.length === 0) return "no show is ranked";
  const titles = listFirst(week).map(({title}) => title);
  if (titles.length === 1) return `${titles[0]} leads`;
  return `${titles.length === 2 ? titles.join(" and ") : pluralize(titles.length, "show")} are tied at #1`;
}

function Content(week, site) {
  const {rankings} = week;
  return html(
    "div",
    {},
    site.synthetic && html("p", {}, html("strong", {}, "Made-up numbers."), " Real titles, synthetic downloads."),
    isOpen(week) && html("p", {}, `Not settled yet: ${describeCertainty(week, week.total)}.`),
    html(
      "ol",
      {},
      rankings.slice(0, TOP).map((row) => Place(row, site)),
    ),
    listMovers(rankings).map(([name, rows]) => html("p", {}, html("strong", {}, name), " ", joinRows(rows, site))),
  );
}

const Place = (row, site) => html("li", {}, Link(row, site), ` ${pluralize(row.downloads, "download")}`);

/** The week's largest climbs and falls and its newcomers, each kind only if there is one: `[name, rows]`. */
function listMovers(rankings) {
  const near = rankings.filter(({rank, previous_rank: previous}) => Math.min(rank, previous ?? rank) <= MAX_MOVER_RANK);
  const gain = ({rank, previous_rank: previous}) => (previous === null ? 0 : previous - rank);
  const everythingIsNew = rankings.every((row) => row.weeks_on_chart === 1);
  const kinds = [
    ["Climbed:", near.filter((row) => gain(row) > 0).sort((a, b) => gain(b) - gain(a))],
    ["Fell:", near.filter((row) => gain(row) < 0).sort((a, b) => gain(a) - gain(b))],
    ["New:", everythingIsNew ? [] : near.filter((row) => row.weeks_on_chart === 1)],
  ];
  return kinds.map(([name, rows]) => [name, rows.slice(0, MAX_MOVERS)]).filter(([, rows]) => rows.length > 0);
}

function joinRows(rows, site) {
  return rows.flatMap((row, i) => [i > 0 && ", ", Link(row, site), ` (${describeMove(row)})`]);
}

function describeMove({previous_rank: previous, rank}) {
  return previous === null
    ? `rank ${formatCount(rank)}`
    : `${describeMovement(previous, rank).words} to rank ${formatCount(rank)}`;
}

const Link = ({anilist_id: id, title}, site) => html("a", {href: address(site, showAddress(id))}, title);

const address = ({siteUrl}, path = "./") => (siteUrl ? new URL(path, siteUrl).href : path);

/** A tag URI (RFC 4151): an id that stays the same wherever the site moves to below its host. */
function tagUri({siteUrl}, name) {
  return `tag:${siteUrl ? new URL(siteUrl).hostname : NO_HOST},${ID_YEAR}:${name}`;
}

const slug = (season) => season.toLowerCase().replace(/[^a-z0-9]+/g, "-");

/** The moment at which a week is over: `2025-10-06T00:00:00Z`. */
function endOf({start_date: start}) {
  return new Date(Date.parse(start) + 7 * DAY_LENGTH).toISOString().replace(".000", "");
}

function atom(name, attributes, ...children) {
  const element = document.createElementNS(ATOM, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.flat());
  return element;
}
