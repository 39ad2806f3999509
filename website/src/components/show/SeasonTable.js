// The seasons in which a show is ranked, when they are several.

import {seasonAddress} from "../lib/address.js";
import {html} from "../lib/dom.js";
import {formatCount, formatShare} from "../lib/format.js";
import {isRankFinal} from "./facts.js";

/** The section of the `seasons` of a page's inputs; null for a show of a single season. */
export function SeasonTable(seasons) {
  if (seasons.length < 2) return null;
  return html(
    "section",
    {class: "section", "aria-labelledby": "seasons"},
    html("h2", {id: "seasons"}, "Seasons"),
    html(
      "table",
      {class: "season-table"},
      html("thead", {}, html("tr", {}, COLUMNS.map(Heading))),
      html("tbody", {}, seasons.map(SeasonRow)),
    ),
    html("p", {class: "small soft"}, "A week that belongs to two seasons counts in both."),
  );
}

const COLUMNS = [["Season"], ["Rank", "number"], ["Downloads", "number"], ["Share of all", "number"], ["State"]];

const Heading = ([name, kind]) => html("th", {scope: "col", class: kind}, name);

function SeasonRow(season) {
  const {slug, season: name, shows, downloads, summary} = season;
  const rank = summary.seasonal_rank === null ? "–" : `#${summary.seasonal_rank} of ${shows}`;
  return html(
    "tr",
    {},
    html("th", {scope: "row"}, html("a", {href: seasonAddress(slug)}, name)),
    html("td", {class: "number"}, rank),
    html("td", {class: "number"}, formatCount(summary.season_downloads)),
    html("td", {class: "number"}, downloads === 0 ? "–" : formatShare(summary.season_downloads / downloads)),
    html("td", {class: "soft"}, isRankFinal(season) ? "final" : "so far"),
  );
}
