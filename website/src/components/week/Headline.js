// A week's headline: the sentence that the ETL words, its titles linked to their pages.

import {html} from "../lib/dom.js";
import {linkTitles} from "../lib/linkTitles.js";

/** The headline of a week (lib of `week.js`) as text, without a full stop. */
export function describeHeadline(week) {
  if (week.headline?.text) return week.headline.text;
  const [first] = week.rows;
  if (!first) return "No show is ranked yet";
  return `${first.title} leads${week.complete ? "" : " so far"}`;
}

/** The same with links. */
export function Headline(week) {
  const shows = week.headline?.shows ?? week.rows.slice(0, 1);
  return html("span", {class: "headline"}, linkTitles(describeHeadline(week), shows));
}
