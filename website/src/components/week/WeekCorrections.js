// What has changed in a week since its chart was first published.

import {showAddress} from "../lib/address.js";
import {html} from "../lib/dom.js";
import {formatCount} from "../lib/format.js";

/** The section; null when nothing has changed. */
export function WeekCorrections({corrections}) {
  if (corrections.length === 0) return null;
  return html(
    "section",
    {class: "section", "aria-labelledby": "corrections"},
    html(
      "div",
      {class: "section-head"},
      html("h2", {id: "corrections"}, "Corrected since"),
      html("p", {}, "Numbers and ranks that are no longer what was first published."),
    ),
    html(
      "table",
      {class: "corrections"},
      html(
        "thead",
        {},
        html(
          "tr",
          {},
          ["Show", "First published", "Now"].map((name) => html("th", {scope: "col"}, name)),
        ),
      ),
      html("tbody", {}, corrections.map(Row)),
    ),
  );
}

const Row = (correction) =>
  html(
    "tr",
    {},
    html("th", {scope: "row"}, Name(correction)),
    html("td", {}, describe(correction.published_rank, correction.published_downloads)),
    html("td", {}, describe(correction.rank, correction.downloads)),
  );

/** A show that is not counted any more has no page. */
const Name = ({anilist_id: id, title}) =>
  title === null ? `AniList ${id}, not counted any more` : html("a", {href: showAddress(id)}, title);

const describe = (rank, downloads) => (rank === null ? "not ranked" : `#${rank}, ${formatCount(downloads)}`);
