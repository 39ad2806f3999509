// Notes on a show's numbers: what they leave out, how much is estimated, when the data end.

import {certaintyOf} from "../lib/certainty.js";
import {html} from "../lib/dom.js";
import {formatCount, formatTime, formatWeekDates, pluralize} from "../lib/format.js";

/** What "unmatched" means where the show was recognised: the episode was not. */
const NO_EPISODE = "no episode of this show has that number";

/**
 * The notes under the chart of `show`, an element of shows.json; `season` is the view model of lib/season.js, `reasons` a
 * map from exclusion reasons to their descriptions, `attribution` the rule by which downloads are dated.
 */
export function ShowNotes(show, {season, reasons, attribution}) {
  return html(
    "ul",
    {class: "show-notes"},
    Excluded(show, reasons),
    html("li", {}, describeEstimates(show, attribution)),
    Provisional(show, season),
    DataEnd(show, season.dataUntil),
  );
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

function describeEstimates({downloads_estimated: estimated}, attribution) {
  if (attribution === "observed") {
    return `Downloads are on the day of the count that first had them${estimated === 0 ? "" : `; for ${formatCount(estimated)} of them the count before was more than two days older`}.`;
  }
  if (estimated === 0) return "No estimates.";
  return `${formatCount(estimated)} estimated: dated between counts more than two days apart, or expected since a torrent's last count.`;
}

/** The complete weeks in which the show has numbers that can still change. */
function Provisional({anilist_id: id}, {weeks}) {
  const provisional = weeks.filter((week) => certaintyOf(week) === "provisional" && week.entries.has(id));
  if (provisional.length === 0) return null;
  const dates = provisional.map((week) => formatWeekDates(week.start_date)).join(", ");
  return html("li", {}, `Provisional until every torrent is scraped again: ${dates}.`);
}

function DataEnd({episode_totals: totals}, dataUntil) {
  const lastDate = totals
    .map(({last_date}) => last_date)
    .sort()
    .at(-1);
  const caution = lastDate === dataUntil.slice(0, 10) ? "; last day incomplete" : "";
  return html("li", {}, "Data to ", html("time", {datetime: dataUntil}, formatTime(dataUntil)), `${caution}.`);
}
