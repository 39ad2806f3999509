// What the first 7 days of a show's young episodes will come to, in a sentence each.

import {html} from "../lib/dom.js";
import {formatCount, pluralize} from "../lib/format.js";
import {writeInterval, writeProjected} from "../lib/projection.js";

const SENTENCES = 2;
const DAY = 24;

/** The sentences of `projections` (elements of projections.json), the newest episodes first; null without any. */
export function Projection(projections) {
  if (projections.length === 0) return null;
  const newest = projections.toReversed().slice(0, SENTENCES);
  const more = projections.length - newest.length;
  return html(
    "div",
    {class: "projection"},
    newest.map((projection) =>
      html("p", {}, html("b", {}, nameProjection(projection)), ` (${listGrounds(projection).join("; ")})`),
    ),
    more > 0 && html("p", {class: "soft"}, `${pluralize(more, "more episode")} in the table below.`),
  );
}

const nameProjection = (projection) =>
  `Episode ${projection.episode}: about ${writeProjected(projection)} in its first 7 days`;

const GROUPS = {
  show: (episodes) => `as ${pluralize(episodes, "earlier episode")} of the show went on`,
  class: (episodes) => `as ${pluralize(episodes, "episode")} of its class went on`,
  all: (episodes) => `as ${pluralize(episodes, "episode")} of all shows went on`,
};

function listGrounds({basis, episodes, downloads, hours, last_downloads: last, ...projection}) {
  return [
    projection.low !== null && `80% of such cases: ${writeInterval(projection)}`,
    GROUPS[basis](episodes),
    `${formatCount(downloads)} in its first ${writeAge(hours)}`,
    last !== null && `the one before: ${formatCount(last)}`,
  ].filter(Boolean);
}

/** 14.4 → "14 hours", 43.7 → "44 hours", 80 → "3 days". */
const writeAge = (hours) =>
  hours < 3 * DAY ? pluralize(Math.round(hours), "hour") : pluralize(Math.round(hours / DAY), "day");
