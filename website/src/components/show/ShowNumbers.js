// The strip of numbers at the top of a show's page: total, newest and best week, premiere, hold.

import {html} from "../lib/dom.js";
import {describeEstimate} from "../lib/certainty.js";
import {formatChange, formatCount, formatPercent, formatShortWeekDates} from "../lib/format.js";
import {changeClass, compare} from "./facts.js";

/** The strip as a list; `kind` is its class. Each number is `{name, value, notes}`, as `listNumbers` gives them. */
export const NumberStrip = (numbers, kind) => html("dl", {class: `number-strip ${kind}`}, numbers.map(NumberItem));

const NumberItem = ({name, value, notes}) =>
  html(
    "div",
    {},
    html("dt", {}, name),
    html("dd", {class: "value"}, value),
    html(
      "dd",
      {class: "note"},
      notes.flatMap((note, index) => (index === 0 ? [note] : [" · ", note])),
    ),
  );

/** The numbers of a page, from its inputs (`selectShow`) and their facts (`buildFacts`): the total first. */
export function listNumbers(inputs, facts) {
  return [Total(inputs, facts), Newest(inputs, facts), Best(facts), ...listPremiere(inputs, facts)].filter(Boolean);
}

function Total({show}, {outside}) {
  const notes = [describeEstimate(show), outside > 0 && `${formatCount(outside)} outside its ranked weeks`];
  return {name: "Total downloads", value: formatCount(show.downloads), notes: notes.filter(Boolean)};
}

function Newest({dataUntil}, {newest, before}) {
  if (newest === null) return null;
  const {row, complete, start_date: start} = newest;
  const change = before === null ? null : compare(row.downloads, before.row.downloads);
  const name = complete ? (dataUntil === null ? "Last week" : "Newest week") : "This week so far";
  const notes = [
    complete &&
      change !== null &&
      html("span", {}, html("span", {class: changeClass(change)}, formatChange(change)), " vs last week"),
    `#${row.rank}`,
  ];
  return {
    name: `${name}, ${formatShortWeekDates(start)}`,
    value: formatCount(row.downloads),
    notes: notes.filter(Boolean),
  };
}

function Best({best}) {
  if (best === null) return null;
  const notes = [formatShortWeekDates(best.start_date), `#${best.row.rank}`];
  return {name: best.complete ? "Best week" : "Best week so far", value: formatCount(best.row.downloads), notes};
}

/** Episode 1 and how the newest episode held against it; of a show that began earlier, its episodes among themselves. */
function listPremiere({premiere}, facts) {
  const {first, whole} = facts;
  if (first === null) return listLaterEpisodes(facts);
  if (first.downloads_7 === null) return [];
  const place = premiere === null ? [] : [`#${premiere.rank} premiere of ${premiere.season}`];
  return [
    {name: "Premiere: ep 1, first 7 days", value: formatCount(first.downloads_7), notes: place},
    whole.at(-1) !== first && Hold(whole.at(-1), first),
  ];
}

function Hold({episode, downloads_7: downloads}, first) {
  return {
    name: `Hold: ep ${episode} against ep 1`,
    value: first.downloads_7 === 0 ? "–" : formatPercent(downloads / first.downloads_7),
    notes: [`${formatCount(downloads)} in its first 7 days`],
  };
}

function listLaterEpisodes({whole}) {
  const newest = whole.at(-1);
  if (!newest) return [];
  const mean = whole.reduce((sum, {downloads_7: downloads}) => sum + downloads, 0) / whole.length;
  const range = `ep ${whole[0].episode}–${newest.episode}`;
  return [
    {name: "Average episode, first 7 days", value: formatCount(Math.round(mean)), notes: [range]},
    {
      name: `Newest whole episode: ep ${newest.episode}`,
      value: formatCount(newest.downloads_7),
      notes: ["in its first 7 days"],
    },
  ];
}
