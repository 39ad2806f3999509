// A feed for each show: an entry for each finished week in which it was ranked.

import {weekAddress} from "../../src/components/lib/address.js";
import {describeCertainty} from "../../src/components/lib/certainty.js";
import {isolate} from "../../src/components/lib/controls.js";
import {formatWeekDates, pluralize} from "../../src/components/lib/format.js";
import {drawAt} from "../document.js";
import {describeChange} from "../pictures/words.js";
import {writeAtom} from "./atom.js";
import {tagUri} from "./ids.js";
import {newestOf, publishedAt, updatedAt} from "./times.js";
import {describeCorrection, MAX_ENTRIES} from "./weekEntries.js";

/** `[path in the site, text]` of all shows' feeds. */
export function listShowFeeds(site) {
  const corrections = new Map(site.corrections.corrections.map((item) => [`${item.anilist_id} ${item.week}`, item]));
  const root = site.siteUrl ?? "../../";
  return drawAt(root, () =>
    [...site.showsById.values()].map((show) => [
      `show/${show.anilist_id}/feed.xml`,
      writeAtom(describeFeed(show, {site, corrections, root})),
    ]),
  );
}

function describeFeed({anilist_id: id, title}, {site, corrections, root}) {
  const weeks = (site.showWeeks.get(id) ?? []).filter(({complete}) => complete).slice(-MAX_ENTRIES);
  const entries = weeks
    .reverse()
    .map((week) => describeEntry(week, {id, site, root, correction: corrections.get(`${id} ${week.week}`)}));
  return {
    id: tagUri(site, `show/${id}`),
    title: `${isolate(title)} by week${site.synthetic ? " (made-up numbers)" : ""}`,
    subtitle: `Rank and torrent downloads of ${isolate(title)} in each finished week`,
    updated: newestOf(entries, site.dataUntil),
    home: `${root}show/${id}/`,
    self: site.siteUrl && `${root}show/${id}/feed.xml`,
    entries,
  };
}

function describeEntry(week, {id, site, root, correction}) {
  const {rank, downloads} = correction
    ? {rank: correction.published_rank, downloads: correction.published_downloads}
    : week.row;
  const numbers = `${rank === null ? "not ranked" : `#${rank}`}, ${pluralize(downloads, "download")}`;
  const change = describeChange({...week.row, downloads});
  const certainty = describeCertainty(week, week.row);
  const notes = [
    change && `${change.text} vs last week`,
    certainty,
    correction && `corrected since: ${describeCorrection(correction)}`,
  ];
  return {
    id: tagUri(site, `show/${id}/${week.week}`),
    title: `${formatWeekDates(week.start_date)}: ${numbers}`,
    address: `${root}${weekAddress(week.week).slice(2)}`,
    published: publishedAt(week),
    updated: updatedAt(week, {corrections: correction ? [correction] : [], dataUntil: site.dataUntil}),
    summary: `${[numbers, ...notes].filter(Boolean).join(", ")}.`,
    content: null,
  };
}
