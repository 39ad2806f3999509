// The Atom feed (RFC 4287): one entry a finished week, its top ten and its movers, newest first.

import {useDocument, window} from "./document.js";
import {html} from "../src/components/lib/dom.js";
import {count, movement, plural, weekName} from "../src/components/lib/format.js";
import {xmlText} from "./xml.js";

const ATOM = "http://www.w3.org/2005/Atom";
const XML = '<?xml version="1.0" encoding="utf-8"?>\n';
const MINTED = 2025;
const NOWHERE = "nyaastats.invalid";
const TOP = 10;
const FEW = 3;
// Far down, a handful of downloads moves a show by twenty ranks: nobody would call that a climb.
const NOTICED = 25;
const DAY = 86_400_000;

/**
 * The feed of `rankings.json` as XML text.
 *
 * With `siteUrl` (ending in a slash) its links are absolute; without, they are relative to wherever the feed stands.
 * A week's entry says only what was known when the week was over, so that later weeks leave it as it is.
 */
export function feed(rankings, {siteUrl = null, synthetic = false} = {}) {
  const xml = window.document.implementation.createDocument(ATOM, "feed", null);
  useDocument(window.document, () => xml.documentElement.append(...feedParts(rankings, {siteUrl, synthetic})));
  keepToXml(xml);
  return `${XML}${new window.XMLSerializer().serializeToString(xml)}\n`;
}

function feedParts(rankings, site) {
  const weeks = rankings.weeks.filter((week) => week.complete).reverse();
  return [
    atom("id", {}, tag(site, slug(rankings.season))),
    atom("title", {}, `nyaastats: ${rankings.season}${site.synthetic ? " (made-up numbers)" : ""}`),
    atom("subtitle", {}, "The weekly ranking of the season's anime by torrent downloads"),
    atom("updated", {}, weeks.length > 0 ? endOf(weeks[0]) : rankings.data_until),
    atom("author", {}, atom("name", {}, "nyaastats")),
    atom("link", {rel: "alternate", type: "text/html", href: address(site)}),
    site.siteUrl && atom("link", {rel: "self", type: "application/atom+xml", href: address(site, "feed.xml")}),
    ...weeks.map((week) => entry(week, rankings.season, site)),
  ].filter(Boolean);
}

function entry(week, season, site) {
  return atom(
    "entry",
    {},
    atom("id", {}, tag(site, `${slug(season)}/${week.week}`)),
    atom("title", {}, `${season}, ${weekName(week.week).toLowerCase()}: ${news(week)}`),
    atom("updated", {}, endOf(week)),
    atom("link", {rel: "alternate", type: "text/html", href: address(site, `?week=${week.week}`)}),
    atom("content", {type: "xhtml"}, content(week, site)),
  );
}

const news = ({rankings}) => (rankings.length > 0 ? `${rankings[0].title} leads` : "nothing was downloaded");

function content({rankings}, site) {
  return html(
    "div",
    {},
    site.synthetic && html("p", {}, html("strong", {}, "Made-up numbers."), " Real titles, synthetic downloads."),
    html(
      "ol",
      {},
      rankings.slice(0, TOP).map((row) => place(row, site)),
    ),
    movers(rankings).map(([name, rows]) => html("p", {}, html("strong", {}, name), " ", listed(rows, site))),
  );
}

const place = (row, site) => html("li", {}, link(row, site), ` ${plural(row.downloads, "download")}`);

/** The week's largest climbs and falls and its newcomers, each kind only if there is one: `[name, rows]`. */
function movers(rankings) {
  const near = rankings.filter(({rank, previous_rank: previous}) => Math.min(rank, previous ?? rank) <= NOTICED);
  const gain = ({rank, previous_rank: previous}) => (previous === null ? 0 : previous - rank);
  const everythingIsNew = rankings.every((row) => row.weeks_on_chart === 1);
  const kinds = [
    ["Climbed:", near.filter((row) => gain(row) > 0).sort((a, b) => gain(b) - gain(a))],
    ["Fell:", near.filter((row) => gain(row) < 0).sort((a, b) => gain(a) - gain(b))],
    ["New:", everythingIsNew ? [] : near.filter((row) => row.weeks_on_chart === 1)],
  ];
  return kinds.map(([name, rows]) => [name, rows.slice(0, FEW)]).filter(([, rows]) => rows.length > 0);
}

function listed(rows, site) {
  return rows.flatMap((row, i) => [i > 0 && ", ", link(row, site), ` (${moved(row)})`]);
}

function moved({previous_rank: previous, rank}) {
  return previous === null ? `rank ${count(rank)}` : `${movement(previous, rank).words} to rank ${count(rank)}`;
}

const link = ({anilist_id: id, title}, site) => html("a", {href: address(site, `show/${id}`)}, title);

const address = ({siteUrl}, path = "") => `${siteUrl ?? "./"}${path}`;

/** A name that stays (RFC 4151), wherever the site moves to below its host. */
function tag({siteUrl}, name) {
  return `tag:${siteUrl ? new URL(siteUrl).hostname : NOWHERE},${MINTED}:${name}`;
}

const slug = (season) => season.toLowerCase().replace(/[^a-z0-9]+/g, "-");

/** The moment at which a week is over: `2025-10-06T00:00:00Z`. */
function endOf({start_date: start}) {
  return new Date(Date.parse(start) + 7 * DAY).toISOString().replace(".000", "");
}

function atom(name, attributes, ...children) {
  const element = document.createElementNS(ATOM, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function keepToXml(xml) {
  const texts = xml.createTreeWalker(xml, window.NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = xmlText(texts.currentNode.data);
}
