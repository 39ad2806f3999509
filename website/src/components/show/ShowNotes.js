// Notes on a show's numbers: what they leave out, how much is estimated, when the data end.

import {html} from "../lib/dom.js";
import {formatCount, formatTime, pluralize} from "../lib/format.js";

/** What "unmatched" means where the show was recognised: the episode was not. */
const NO_EPISODE = "no episode of this show has that number";

/**
 * The notes under the chart of `show`, an element of shows.json; `dataUntil` is the time of the newest scrape, `reasons`
 * a map from exclusion reasons to their descriptions.
 */
export function ShowNotes(show, {dataUntil, reasons}) {
  return html("ul", {class: "show-notes"}, Excluded(show, reasons), Estimated(show), DataEnd(show, dataUntil));
}

function Excluded({excluded = null}, reasons) {
  if (excluded === null) return null;
  if (excluded.length === 0) return html("li", {}, "No torrent of this show was left out.");
  const items = excluded.map(({reason, torrents, downloads}) => {
    const label = reason === "unmatched" ? NO_EPISODE : (reasons.get(reason) ?? reason);
    return html("li", {}, `${label}: ${pluralize(torrents, "torrent")}, ${pluralize(downloads, "download")}`);
  });
  return html("li", {}, "Left out of these numbers:", html("ul", {}, items));
}

function Estimated({downloads_estimated: estimated}) {
  if (estimated === 0) return html("li", {}, "No estimates.");
  const how = "the counts were more than two days apart, so the downloads between them are spread over those days";
  return html("li", {}, `${formatCount(estimated)} dated by estimate: ${how}.`);
}

function DataEnd({episode_totals: totals}, dataUntil) {
  const lastDate = totals
    .map(({last_date}) => last_date)
    .sort()
    .at(-1);
  const caution = lastDate === dataUntil.slice(0, 10) ? "; last day incomplete" : "";
  return html("li", {}, "Data to ", html("time", {datetime: dataUntil}, formatTime(dataUntil)), `${caution}.`);
}
