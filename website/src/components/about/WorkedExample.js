// One real torrent followed through all the steps, from its name to a rank.

import {html} from "../lib/dom.js";
import {count, day, moment, plural, shortDay, weekName} from "../lib/format.js";

/** The steps of `report.example` as an ordered list; of a run that counted nothing, a sentence. */
export function WorkedExample(example) {
  if (!example) return html("p", {}, "This run counted no torrent, so there is none to follow.");
  const steps = [read, findShow, findEpisode, counts, rank].map((step) => html("li", {}, ...step(example)));
  return html("ol", {class: "example"}, steps);
}

function read(example) {
  const facts = [
    ["Titles", example.titles.join(" | ")],
    ["Number", example.number],
    ["Group", example.group],
    ["Resolution", example.resolution],
    ["Published", example.published && moment(example.published)],
  ];
  return [heading("The name"), html("p", {class: "name"}, html("code", {}, example.name)), definitions(facts)];
}

const heading = (words) => html("h3", {}, words);

/** Facts that are known, as terms and what they are. */
function definitions(facts) {
  const known = facts.filter(([, fact]) => fact !== null && fact !== undefined && fact !== "");
  return html(
    "dl",
    {class: "facts"},
    known.map(([name, fact]) => html("div", {}, html("dt", {}, name), html("dd", {}, String(fact)))),
  );
}

function findShow({anilist_id: id, title, method, score, parts}) {
  const way = method.replaceAll("_", " ");
  return [
    heading("The show"),
    html(
      "p",
      {},
      html("a", {href: `./show/${id}`}, title),
      `, by ${way} title, with ${points(score)} points of evidence:`,
    ),
    html(
      "table",
      {class: "about-table"},
      html("thead", {}, html("tr", {}, column("Points", "points"), column("Evidence"), column("Why"))),
      html("tbody", {}, ...parts.map(evidence)),
    ),
  ];
}

const column = (name, kind = null) => html("th", {scope: "col", class: kind}, name);

const evidence = (part) =>
  html(
    "tr",
    {},
    html("td", {class: "points"}, signed(part.points)),
    html("th", {scope: "row"}, part.name),
    html("td", {}, part.why),
  );

const points = (number) => count(Math.round(number));

/** 5 → "+5", -60 → "−60", 0 → "0". */
const signed = (number) => `${number > 0 ? "+" : number < 0 ? "−" : ""}${points(Math.abs(number))}`;

function findEpisode({number, episode}) {
  const words =
    number === null || number === episode
      ? `It is episode ${count(episode)}.`
      : `The group's number ${count(number)} is episode ${count(episode)} of this show: groups often number on from earlier seasons.`;
  return [heading("The episode"), html("p", {}, words)];
}

function counts({looks, days, downloads}) {
  const sum = days.reduce((total, one) => total + one.downloads, 0);
  return [
    heading("The counts"),
    html("p", {}, "What the tracker showed, and what that makes of each day:"),
    html(
      "div",
      {class: "side-by-side"},
      series(
        "First looks",
        "Count",
        looks.map((look) => [moment(look.time), look.downloads]),
      ),
      series(
        "First days",
        "Downloads",
        days.map((one) => [day(one.date), one.downloads]),
      ),
    ),
    html("p", {}, `${plural(sum, "download")} in its first ${plural(days.length, "day")}, ${count(downloads)} in all.`),
  ];
}

function series(name, unit, rows) {
  return html(
    "table",
    {class: "about-table"},
    html("thead", {}, html("tr", {}, column(name), column(unit, "number"))),
    html("tbody", {}, ...rows.map(seriesRow)),
  );
}

const seriesRow = ([when, number]) =>
  html("tr", {}, html("th", {scope: "row"}, when), html("td", {class: "number"}, count(number)));

function rank({episode, first_day: best, week, title}) {
  const out = `the ${plural(best.torrents, "torrent")} of episode ${count(episode)} out by then`;
  const together = `On ${shortDay(best.date)}, ${out} had ${plural(best.downloads, "download")} together.`;
  return [heading("The rank"), html("p", {}, together, week && ranked(title, week))];
}

const ranked = (title, {week, rank: place, downloads}) =>
  ` With its other episodes and days, ${title} had ${plural(downloads, "download")} in ${weekName(week).toLowerCase()}: rank ${count(place)}.`;
