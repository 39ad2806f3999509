// A week's headline, its titles linked to their pages.

import {html} from "../lib/dom.js";
import {linkTitles} from "../lib/linkTitles.js";
import {describeHeadline, listHeadlineShows} from "./headlineText.js";

/** From this length on a headline is set smaller: there are titles of ninety letters. */
const LONG = 64;

/**
 * The headline of a week (of week.js) with links. `isAlone` says that no chart stands beside it: it says so itself,
 * because on a slow line it is there before the chart could be, and would be broken into lines anew.
 */
export function Headline(week, {isAlone = false} = {}) {
  const text = describeHeadline(week);
  const names = ["headline", text.length > LONG && "headline-long", isAlone && "headline-alone"];
  return html("span", {class: names.filter(Boolean).join(" ")}, linkTitles(text, listHeadlineShows(week)));
}
