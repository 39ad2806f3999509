// The line over each page of made-up numbers.

import {html} from "./dom.js";

/** What every page of a site with synthetic numbers says; null on any other. */
export function Notice({synthetic}) {
  if (!synthetic) return null;
  return html(
    "p",
    {class: "notice", role: "note"},
    html("strong", {}, "Made-up numbers."),
    " This is a demonstration: real titles, synthetic downloads.",
  );
}
