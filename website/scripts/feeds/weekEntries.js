// The entries of the weekly feeds: a finished week each, as it was first published, with its top ten and its movers.

import {showAddress, weekAddress} from "../../src/components/lib/address.js";
import {describeCertainty, isOpen, qualify} from "../../src/components/lib/certainty.js";
import {isolate} from "../../src/components/lib/controls.js";
import {html} from "../../src/components/lib/dom.js";
import {formatCount, formatWeekDates, pluralize} from "../../src/components/lib/format.js";
import {linkTitles} from "../../src/components/lib/linkTitles.js";
import {describeHeadline} from "../../src/components/week/headlineText.js";
import {listMovers} from "../../src/components/week/movers.js";
import {selectWeekModel} from "../../src/components/week/week.js";
import {formatChange, formatRankStep} from "../../src/components/week/words.js";
import {restoreEdition} from "./edition.js";
import {tagUri} from "./ids.js";
import {publishedAt, updatedAt} from "./times.js";

export const MAX_ENTRIES = 30;
const TOP = 10;
const MAX_MOVERS = 3;
const MAX_CORRECTIONS = 5;

/**
 * The newest 30 finished weeks of a site, newest first: `{id, title, path, published, updated, summary, picture, content}`;
 * `path` is the page's address, `picture` as `site.pictures` has it (null without the site's address), `content` an
 * element. Their links are as the document that they are made in resolves them.
 */
export const listWeekEntries = (site) =>
  site.weeks
    .filter(({complete}) => complete)
    .slice(-MAX_ENTRIES)
    .reverse()
    .map((week) => describeWeek(selectWeekModel(site, week), site));

function describeWeek(week, site) {
  const {corrections} = week;
  const rows = restoreEdition(week, corrections);
  const headline = describeHeadline(week);
  const picture = site.siteUrl === null ? null : (site.pictures.get(`week/${week.week}`) ?? null);
  return {
    id: tagUri(site, `${slugOf(week)}/${week.week}`),
    title: `${qualify(formatWeekDates(week.start_date), week, week)}: ${headline}`,
    path: weekAddress(week.week),
    published: publishedAt(week),
    updated: updatedAt(week, {corrections, dataUntil: site.dataUntil}),
    summary: `${headline}.`,
    picture,
    content: Content(week, {rows, corrections, picture, synthetic: site.synthetic}),
  };
}

/** The newest season that the week touches: by its name the week's entry has been known from the first edition on. */
const slugOf = ({places}) => places[0]?.slug ?? "weeks";

function Content(week, {rows, corrections, picture, synthetic}) {
  return html(
    "div",
    {},
    synthetic && html("p", {}, html("strong", {}, "Made-up numbers."), " Real titles, synthetic downloads."),
    isOpen(week) && html("p", {}, `Not settled yet: ${describeCertainty(week, week)}.`),
    picture && html("p", {}, Image(picture)),
    week.recap.map(({text, shows}) => html("p", {}, linkTitles(text, shows))),
    html("ol", {}, rows.slice(0, TOP).map(Place)),
    nameMovers(week).map(([name, items]) => html("p", {}, html("strong", {}, name), " ", joinItems(items))),
    corrections.length > 0 && html("p", {}, html("strong", {}, "Corrected since:"), " ", Corrections(corrections)),
  );
}

const Image = ({name, alt, width, height}) => html("img", {src: `./${name}`, alt, width, height});

const Place = (row) => html("li", {}, Link(row), ` ${pluralize(row.downloads, "download")}`);

const Link = ({anilist_id: id, title}) => html("a", {href: showAddress(id)}, isolate(title));

/** Who gained and lost most downloads, and who is new, each kind only if there is one: `[name, [link, words]]`. */
function nameMovers(week) {
  const {up, down, debuts} = listMovers(week);
  const kinds = [
    ["Up:", up, describeGain],
    ["Down:", down, describeGain],
    ["New:", debuts, ({rank}) => `#${rank}`],
  ];
  return kinds
    .map(([name, rows, describe]) => [name, rows.slice(0, MAX_MOVERS).map((row) => [Link(row), describe(row)])])
    .filter(([, items]) => items.length > 0);
}

/** "+30,093, #7 → #1". */
const describeGain = (row) => `${formatChange(row.change)}, ${formatRankStep(row)}`;

const joinItems = (items) => items.flatMap(([link, words], i) => [i > 0 && "; ", link, ` (${words})`]);

function Corrections(corrections) {
  const rest = corrections.length - MAX_CORRECTIONS;
  return [
    corrections.slice(0, MAX_CORRECTIONS).map((correction, i) => [i > 0 && "; ", Correction(correction)]),
    rest > 0 && `; and ${formatCount(rest)} more`,
    ".",
  ];
}

const Correction = (correction) => [
  correction.title === null ? "a show that is not counted any more" : Link(correction),
  ` ${describeCorrection(correction)}`,
];

/** "16,111 → 16,300 downloads, #3 → #4". */
export function describeCorrection(correction) {
  const {published_downloads: first, downloads, published_rank: firstRank, rank} = correction;
  const name = (number) => (number === null ? "not ranked" : `#${number}`);
  const ranks = firstRank === rank ? null : `${name(firstRank)} → ${name(rank)}`;
  return [`${formatCount(first)} → ${formatCount(downloads)} downloads`, ranks].filter(Boolean).join(", ");
}
