// Why these torrents: how their names were read and matched, and what was left out.

import {html} from "../lib/dom.js";
import {formatCount, pluralize} from "../lib/format.js";

/** What "unmatched" means where the show was recognised: the episode was not. */
const NO_EPISODE = "no episode of this show has that number";

/** The fold of a page, from its inputs (`selectShow`): its summary says the counts. */
export function Evidence({page, seasons, reasons}) {
  const {groups, evidence} = page;
  const excluded = seasons[0]?.summary.excluded ?? [];
  return html(
    "details",
    {class: "fold show-fold"},
    html(
      "summary",
      {},
      html("b", {}, "Why these torrents"),
      " ",
      html("span", {class: "soft"}, summarize(groups, excluded)),
    ),
    evidence && Readings(evidence),
    Excluded(excluded, reasons),
    evidence && LeftOut(evidence, reasons),
  );
}

function summarize(groups, excluded) {
  const counted = groups.reduce((sum, {torrents}) => sum + torrents, 0);
  const torrents = excluded.reduce((sum, item) => sum + item.torrents, 0);
  const downloads = excluded.reduce((sum, item) => sum + item.downloads, 0);
  const start = `${formatCount(counted)} counted, with names and evidence`;
  return downloads + torrents === 0
    ? `${start}; none left out`
    : `${start}; ${writeAmount({torrents, downloads})} left out`;
}

/** "4 torrents with 1,234 downloads"; of torrents that count on other days only the downloads. */
function writeAmount({torrents, downloads}) {
  const amount = pluralize(downloads, "download");
  return torrents === 0 ? amount : `${pluralize(torrents, "torrent")} with ${amount}`;
}

const nameReason = (reason, reasons) => (reason === "unmatched" ? NO_EPISODE : (reasons.get(reason) ?? reason));

function Readings({readings, more_readings: more}) {
  if (readings.length === 0) return null;
  return [
    html("h3", {}, "Names that count"),
    html(
      "table",
      {class: "evidence-table"},
      html("thead", {}, html("tr", {}, ["Read as", "Why it is this show", "Torrents", "Downloads"].map(Heading))),
      html("tbody", {}, readings.map(ReadingRow)),
    ),
    more > 0 && html("p", {class: "small soft"}, `and ${formatCount(more)} more`),
  ];
}

const Heading = (name, index) => html("th", {scope: "col", class: index > 1 ? "number" : null}, name);

function ReadingRow({title, season, why, torrents, downloads, example}) {
  const name = [html("b", {}, title), season === null ? null : `, season ${season}`];
  return html(
    "tr",
    {},
    html("th", {scope: "row"}, html("span", {"data-review-title": title}, name), html("small", {}, example)),
    html("td", {}, why),
    html("td", {class: "number"}, formatCount(torrents)),
    html("td", {class: "number"}, formatCount(downloads)),
  );
}

function Excluded(excluded, reasons) {
  if (excluded.length === 0) return html("p", {}, "No torrent of this show was left out.");
  return [
    html("h3", {}, "Left out"),
    html(
      "ul",
      {},
      excluded.map((item) => html("li", {}, `${nameReason(item.reason, reasons)}: ${writeAmount(item)}`)),
    ),
  ];
}

/** The torrents that were left out, by name. */
function LeftOut({left_out: leftOut, more_left_out: more}, reasons) {
  if (leftOut.length === 0) return null;
  return html(
    "ul",
    {class: "torrent-names"},
    leftOut.map(({name, reason, downloads}) =>
      html("li", {}, html("code", {}, name), ` ${nameReason(reason, reasons)}, ${pluralize(downloads, "download")}`),
    ),
    more > 0 && html("li", {class: "soft"}, `and ${formatCount(more)} more`),
  );
}
