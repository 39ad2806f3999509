// How the tracker's counts became the downloads of days, weeks and shows in this run.

import {html} from "../lib/dom.js";
import {formatCount, pluralize} from "../lib/format.js";

/** The paragraphs about `report.json`'s attribution, decay curve and tail estimates. */
export function CountsToDays(report) {
  const texts = report.attribution === "observed" ? OBSERVED : [describeSpreading(report), ...describeTails(report)];
  return html(
    "div",
    {},
    texts.map((text) => html("p", {}, text)),
  );
}

const OBSERVED = [
  "In this run the downloads between two readings count for the day of the later one, and a torrent's first count adds nothing. Nothing is spread, and nothing is expected beyond the counts.",
];

function describeSpreading({decay_torrents: torrents}) {
  const exact = "The sum is exact: an episode's days add up to its counts.";
  if (torrents === 0)
    return `No torrent was read from its first hours on, so the downloads between two readings are spread evenly. ${exact}`;
  const curve = `Most downloads of a torrent come in its first two days, and fewer with each day that it gets older. This run has measured that decay on ${pluralize(torrents, "torrent")} that ${torrents === 1 ? "was" : "were"} read from the first hours on, each with one vote.`;
  return `${curve} The downloads between two readings are spread over the time between them as the decay has it for that age. ${exact}`;
}

function describeTails({
  decay_torrents: watched,
  tail_downloads: downloads,
  tail_torrents: torrents,
  overdue_torrents,
}) {
  const settled =
    "A week is settled when all its torrents have been read after its end; until then it is provisional. Estimated are downloads spread over more than 48 hours, and those that no reading has counted yet.";
  if (watched === 0) return [`What came in since a torrent's newest reading is not in these numbers. ${settled}`];
  const tail = `What came in since a torrent's newest reading is estimated from its own pace of the last ten days and the decay: in this run ${pluralize(downloads, "download")} of ${pluralize(torrents, "torrent")}.`;
  const overdue = `${formatCount(overdue_torrents)} more ${overdue_torrents === 1 ? "has" : "have"} no such estimate, because the reader has passed over them.`;
  return [overdue_torrents === 0 ? tail : `${tail} ${overdue}`, settled];
}
