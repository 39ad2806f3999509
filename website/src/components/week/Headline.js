// A week's headline, its titles linked to their pages.

import {html} from "../lib/dom.js";
import {linkTitles} from "../lib/linkTitles.js";
import {describeHeadline, listHeadlineShows} from "./headlineText.js";

/** The headline of a week (of week.js) with links. */
export const Headline = (week) =>
  html("span", {class: "headline"}, linkTitles(describeHeadline(week), listHeadlineShows(week)));
