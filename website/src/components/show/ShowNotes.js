// What must be known about a show's numbers: what they leave out, what is estimated, when they end.

import {html} from "../lib/dom.js";
import {count, moment, plural} from "../lib/format.js";
import {reasonWords} from "../about/reasons.js";

/** What "unmatched" means where the show is known. */
const NO_EPISODE = "numbered as no episode of this show";

/** The notes under the chart of `show`, an element of shows.json; `dataUntil` is the time of the newest scrape. */
export function ShowNotes(show, dataUntil) {
  return html("ul", {class: "show-notes"}, LeftOut(show), Estimated(show), Ended(show, dataUntil));
}

function LeftOut({left_out: leftOut = null}) {
  if (leftOut === null) return null;
  if (leftOut.length === 0) return html("li", {}, "No torrent that was recognised as this show’s was left out.");
  const parts = leftOut.map(({reason, torrents, downloads}) =>
    html(
      "li",
      {},
      `${reason === "unmatched" ? NO_EPISODE : reasonWords(reason)}: ${plural(torrents, "torrent")}, ${plural(downloads, "download")}`,
    ),
  );
  return html("li", {}, "Left out of these numbers:", html("ul", {}, parts));
}

function Estimated({downloads, downloads_estimated: estimated}) {
  if (estimated === 0) return html("li", {}, "Every count was read within two days of its day.");
  const how = "the counter was read more than two days apart, and what came in between is spread over those days";
  return html("li", {}, `${count(estimated)} of ${plural(downloads, "download")} are placed by estimate: ${how}.`);
}

function Ended({episode_totals: totals}, dataUntil) {
  const last = totals
    .map(({last_date}) => last_date)
    .sort()
    .at(-1);
  const running = last === dataUntil.slice(0, 10) ? ", so that day is not whole" : "";
  return html("li", {}, "The data end on ", html("time", {datetime: dataUntil}, moment(dataUntil)), `${running}.`);
}
