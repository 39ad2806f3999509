// How right the charts were when they were first published.

import {html} from "../lib/dom.js";
import {formatCount, formatShare, pluralize} from "../lib/format.js";

/** A sentence on `report.json`'s `revision`, which is null where no settled week was published before. */
export function FirstEditions(revision) {
  return html("p", {class: "soft"}, revision ? describeRevision(revision) : "No settled week was published before.");
}

function describeRevision({weeks, places, mean_revision: share, ranks_moved: moved}) {
  const compared = `Since ${weeks === 1 ? "1 settled week was" : `${formatCount(weeks)} settled weeks were`} first published`;
  const numbers = `the numbers of ${pluralize(places, "place")} among the first 25 have changed by ${formatShare(share)} in the mean`;
  return `${compared}, ${numbers}, and ${formatCount(moved)} of them now ${moved === 1 ? "stands" : "stand"} at another rank.`;
}
