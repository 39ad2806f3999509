// The release groups or resolutions of a season as a table, and what each carries.

import {showAddress} from "../lib/address.js";
import {html} from "../lib/dom.js";
import {formatColumnShare, formatCount, pluralize} from "../lib/format.js";

const ROWS = 25;

/** The table of a split (of split.js): the first 25, the others below a fold. `name` heads the first column. */
export function SplitTable({rows}, {name, caption}) {
  const others = rows.slice(ROWS);
  return html(
    "div",
    {},
    Table(rows.slice(0, ROWS), {name, caption}),
    others.length > 0 &&
      html(
        "details",
        {class: "fold"},
        html("summary", {}, `${formatCount(others.length)} more`),
        Table(others, {name, caption: `${caption}, continued`}),
      ),
  );
}

const Table = (rows, {name, caption}) =>
  html(
    "table",
    {class: "list-table split-table"},
    html("caption", {class: "visually-hidden"}, caption),
    html(
      "thead",
      {},
      html(
        "tr",
        {},
        html("th", {scope: "col"}, name),
        ["Share", "Downloads", "Torrents", "Shows"].map((head) =>
          html("th", {scope: "col", class: `number ${head.toLowerCase()}`}, head),
        ),
      ),
    ),
    html("tbody", {}, rows.map(Row)),
  );

const Row = ({name, colorClass, share, downloads, torrents, shows}) =>
  html(
    "tr",
    {},
    html("th", {scope: "row"}, Swatch(colorClass), name),
    html("td", {class: "number share"}, formatColumnShare(share)),
    html("td", {class: "number downloads"}, formatCount(downloads)),
    html("td", {class: "number torrents"}, formatCount(torrents)),
    html("td", {class: "number shows"}, formatCount(shows)),
  );

const Swatch = (colorClass) => html("span", {class: `swatch ${colorClass ?? "others"}`, "aria-hidden": "true"});

/** What each of the first carries: its shows with the most downloads. */
export const SplitCards = ({cards}) => html("div", {class: "split-cards"}, cards.map(Card));

const Card = ({name, colorClass, shows, top}) =>
  html(
    "section",
    {class: "split-card"},
    html("h3", {}, Swatch(colorClass), name),
    html(
      "ol",
      {},
      top.map(({anilist_id: id, title, downloads}) =>
        html("li", {}, html("a", {href: showAddress(id)}, title), html("span", {}, " ", formatCount(downloads))),
      ),
    ),
    shows > top.length && html("p", {class: "soft"}, `and ${pluralize(shows - top.length, "more show", "more shows")}`),
  );
