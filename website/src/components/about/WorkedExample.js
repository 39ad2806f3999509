// One real torrent followed through all the steps, from its name to a rank.

import {showAddress, weekAddress} from "../lib/address.js";
import {isolate} from "../lib/controls.js";
import {html} from "../lib/dom.js";
import {formatCount, formatDay, formatShortDay, formatTime, formatWeekDates, pluralize} from "../lib/format.js";

/**
 * The steps of `report.example` as an ordered list; without an example, a sentence. `start` is the Monday of
 * the example's week, or null.
 */
export function WorkedExample(example, start) {
  if (!example) return html("p", {}, "This run counted no torrent, so there is no example.");
  const steps = [nameStep, showStep, episodeStep, countStep, rankStep];
  return html(
    "ol",
    {class: "example"},
    steps.map((step) => html("li", {}, ...step(example, start))),
  );
}

function nameStep(example) {
  const facts = [
    ["Titles", example.titles.map(isolate).join(" | ")],
    ["Number", example.number],
    ["Group", example.group],
    ["Resolution", example.resolution],
    ["Published", example.published && formatTime(example.published)],
  ];
  return [Heading("The name"), html("p", {class: "name"}, html("code", {}, example.name)), FactList(facts)];
}

const Heading = (text) => html("h3", {}, text);

/** Facts as terms and definitions; those that the name does not state are left out. */
function FactList(facts) {
  const stated = facts.filter(([, fact]) => fact !== null && fact !== undefined && fact !== "");
  return html(
    "dl",
    {class: "facts"},
    stated.map(([name, fact]) => html("div", {}, html("dt", {}, name), html("dd", {}, String(fact)))),
  );
}

function showStep({anilist_id: id, title, method, score, parts}) {
  const way = method.replaceAll("_", " ");
  return [
    Heading("The show"),
    html(
      "p",
      {},
      html("a", {href: showAddress(id)}, title),
      ` (${way} title match), with ${formatPoints(score)} points of evidence:`,
    ),
    html(
      "table",
      {class: "about-table"},
      html("thead", {}, html("tr", {}, Column("Points", "points"), Column("Evidence"), Column("Why"))),
      html("tbody", {}, ...parts.map(EvidenceRow)),
    ),
  ];
}

const Column = (name, kind = null) => html("th", {scope: "col", class: kind}, name);

const EvidenceRow = (part) =>
  html(
    "tr",
    {},
    html("td", {class: "points"}, formatSigned(part.points)),
    html("th", {scope: "row"}, part.name),
    html("td", {}, part.why),
  );

const formatPoints = (number) => formatCount(Math.round(number));

/** 5 → "+5", -60 → "−60", 0 → "0". */
const formatSigned = (number) => `${number > 0 ? "+" : number < 0 ? "−" : ""}${formatPoints(Math.abs(number))}`;

function episodeStep({number, episode}) {
  const text =
    number === null || number === episode
      ? `It is episode ${formatCount(episode)}.`
      : `The group's number ${formatCount(number)} is episode ${formatCount(episode)} of this show: many groups continue the numbering of earlier seasons.`;
  return [Heading("The episode"), html("p", {}, text)];
}

function countStep({scrapes, days, downloads}) {
  const sum = days.reduce((total, day) => total + day.downloads, 0);
  return [
    Heading("The counts"),
    html("p", {}, "The tracker's counts, and the downloads of each day that follow from them:"),
    html(
      "div",
      {class: "side-by-side"},
      SeriesTable(
        "First readings",
        "Count",
        scrapes.map((scrape) => [formatTime(scrape.time), scrape.downloads]),
      ),
      SeriesTable(
        "First days",
        "Downloads",
        days.map((day) => [formatDay(day.date), day.downloads]),
      ),
    ),
    html(
      "p",
      {},
      `${pluralize(sum, "download")} in its first ${pluralize(days.length, "day")}, ${formatCount(downloads)} in total.`,
    ),
  ];
}

function SeriesTable(name, unit, rows) {
  return html(
    "table",
    {class: "about-table"},
    html("thead", {}, html("tr", {}, Column(name), Column(unit, "number"))),
    html("tbody", {}, ...rows.map(SeriesRow)),
  );
}

const SeriesRow = ([when, number]) =>
  html("tr", {}, html("th", {scope: "row"}, when), html("td", {class: "number"}, formatCount(number)));

function rankStep({episode, first_day: best, week, title}, start) {
  const torrents = pluralize(best.torrents, "torrent");
  const downloads = pluralize(best.downloads, "download");
  const total = `Episode ${formatCount(episode)} had ${downloads} on ${formatShortDay(best.date)}, over ${torrents}.`;
  return [Heading("The rank"), html("p", {}, total, week && rankSentence(title, week, start))];
}

/** report.json names the week by its ISO 8601 name; readers get its dates. */
function rankSentence(title, {week, rank, downloads}, start) {
  const dates = start ? formatWeekDates(start) : week;
  const link = html("a", {href: weekAddress(week)}, `the week of ${dates}`);
  const total = pluralize(downloads, "download");
  return [
    ` With its other episodes and days, ${isolate(title)} had ${total} in `,
    link,
    `: rank ${formatCount(rank)}.`,
  ];
}
