// Links from the site to the review page: only on the machine on which the site is served, for who runs nyaastats there.

import {isolate} from "./controls.js";
import {html} from "./dom.js";

const LOCAL = new Set(["localhost", "127.0.0.1", "[::1]"]);
/** Where `nyaastats review --web` is, unless another port was chosen. */
const REVIEW = "http://127.0.0.1:8765/";

/** Whether a page at this host name is served on the reader's own machine. */
export const isLocal = (hostname) => LOCAL.has(hostname);

/** The address at which the review page opens a title. */
export const reviewAddress = (title) => `${REVIEW}?${new URLSearchParams({title})}`;

/** Add a link to the review page to every element with `data-review-title`, where the site is served locally. */
export function linkToReview(root, {hostname}) {
  if (!isLocal(hostname)) return;
  for (const element of root.querySelectorAll("[data-review-title]")) {
    const title = element.dataset.reviewTitle;
    element.append(" ", html("a", {href: reviewAddress(title), "aria-label": `Review ${isolate(title)}`}, "review"));
  }
}
