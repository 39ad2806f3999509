// The left column: the tabs, the list of titles, and what settling them would come to.

import {isolate} from "./lib/controls.js";
import {html} from "./lib/dom.js";
import {formatCount, formatShare, pluralize} from "./lib/format.js";
import {TABS, countKinds, describeSeason, predictRate} from "./view.js";

/** A button a tab; `kind` is the open one. */
export function Tabs(questions, kind) {
  const counts = countKinds(questions);
  return TABS.map((tab) =>
    html(
      "button",
      {type: "button", "data-kind": tab.kind, "aria-pressed": String(tab.kind === kind)},
      `${tab.label} ${formatCount(counts[tab.kind])}`,
    ),
  );
}

/** The line over the list, with a box that selects all of it. */
export function QueueHead(listed, selected) {
  if (listed.length === 0) return null;
  const all = listed.every(({key}) => selected.has(key));
  return html(
    "div",
    {class: "queue-head soft"},
    html("label", {}, html("input", {type: "checkbox", id: "select-all", checked: all}), " Most downloads first"),
    html("span", {}, "downloads"),
  );
}

/** One title: a box to select it, and a button that opens it. */
export function QueueItem(question, {isOpen, isSelected}) {
  const {key, title, season, downloads, torrents, answer, why} = question;
  return html(
    "li",
    {class: isOpen ? "open" : null},
    html("input", {
      type: "checkbox",
      "data-select": key,
      checked: isSelected,
      "aria-label": `Select ${isolate(title)}`,
    }),
    html(
      "button",
      {type: "button", "data-open": key, "aria-current": isOpen ? "true" : null},
      html("span", {class: "title"}, title, Season(season)),
      html("span", {class: "number"}, formatCount(downloads)),
      html("span", {class: "soft"}, answer ? `✓ ${describeAnswer(answer)}` : why),
      html("span", {class: "soft number"}, pluralize(torrents, "torrent")),
    ),
  );
}

const Season = (season) =>
  season === "none" ? null : html("span", {class: "season", title: describeSeason(season)}, ` S${season}`);

/** "no show: a stage play", "Beta Hunter Season 2". */
export const describeAnswer = ({show, title, why}) =>
  show === null ? `no show: ${isolate(why)}` : title || `AniList ${show}`;

/** What settling the selected titles, or else all that are listed, would come to. */
export function Outlook(rate, listed, selected) {
  const chosen = selected.length > 0 ? selected : listed;
  const prediction = predictRate(rate, chosen);
  if (prediction === null) return null;
  const open = chosen.some(({unmatched_downloads: downloads}) => downloads > 0);
  const words =
    selected.length > 0 ? `the ${formatCount(chosen.length)} selected` : `the ${formatCount(chosen.length)} listed`;
  return html(
    "p",
    {},
    html("b", {}, formatShare(prediction.now)),
    " of all downloads matched",
    open ? [`; with a show for ${words}, `, html("b", {}, formatShare(prediction.then))] : null,
  );
}

/** What is known of the matcher's accuracy; null before anything was decided. */
export function Agreement({agreed, missed, wrong}) {
  const titles = agreed + missed + wrong;
  if (titles === 0) return null;
  return html(
    "p",
    {class: "soft"},
    `${pluralize(titles, "title")} settled by you so far. Left to itself, the matcher agreed on ${formatCount(agreed)}, `,
    `had no show for ${formatCount(missed)} and a wrong one for ${formatCount(wrong)}. `,
    "These are the doubtful titles: of all matches far more are right.",
  );
}

/** How far the review is, with a bar. */
export function Progress({answered, all, left}) {
  return [
    html("b", {}, `${formatCount(answered)} of ${formatCount(all)}`),
    " answered · ",
    html("b", {}, formatCount(left)),
    " downloads left ",
    html("progress", {max: Math.max(all, 1), value: answered, "aria-label": "Titles answered"}),
  ];
}
