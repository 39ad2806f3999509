// A week's headline, its titles linked to their pages.

import {html} from "../lib/dom.js";
import {linkTitles} from "../lib/linkTitles.js";
import {describeHeadline, listHeadlineShows} from "./headlineText.js";

/** From this length on a headline is set smaller: there are titles of ninety letters. */
const LONG = 64;

/** The headline of a week (of week.js) with links. */
export function Headline(week) {
  const text = describeHeadline(week);
  const name = text.length > LONG ? "headline headline-long" : "headline";
  return html("span", {class: name}, linkTitles(text, listHeadlineShows(week)));
}
