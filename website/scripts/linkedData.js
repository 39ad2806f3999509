// What search engines are told of a page in their own words (schema.org, as JSON-LD 1.1).

import {showAddress} from "../src/components/lib/address.js";
import {formatWeekDates} from "../src/components/lib/format.js";

const MAX_ITEMS = 25;
const PARQUET = "application/vnd.apache.parquet";
const FILES = ["episodes.parquet", "show_weeks.parquet"];

/** The page `name` as linked data: a week is a list of shows, `about` is the dataset; null for any other page. */
export function describeLinkedData(site, name) {
  if (name === "about") return describeDataset(site);
  const week = name.startsWith("week/") ? site.weeks.find((candidate) => name === `week/${candidate.week}`) : null;
  return week ? describeList(site, week) : null;
}

function describeList({siteUrl}, {start_date: start, rows}) {
  const items = rows.slice(0, MAX_ITEMS).map(({rank, title, anilist_id: id}) => ({
    "@type": "ListItem",
    position: rank,
    name: title,
    url: new URL(showAddress(id), siteUrl).href,
  }));
  return {
    "@context": "https://schema.org",
    "@type": "ItemList",
    name: `Anime by torrent downloads, ${formatWeekDates(start)}`,
    itemListOrder: "https://schema.org/ItemListOrderAscending",
    numberOfItems: items.length,
    itemListElement: items,
  };
}

function describeDataset({siteUrl, weeks, dataUntil, synthetic}) {
  const until = dataUntil.slice(0, 10);
  return {
    "@context": "https://schema.org",
    "@type": "Dataset",
    name: `Anime torrent downloads by episode, day and week${synthetic ? " (synthetic demo data)" : ""}`,
    description:
      "Downloads of anime torrents by episode and day, and the ranking of all series by week, worked out from the " +
      "public download counts of a torrent tracker.",
    url: new URL("./about/", siteUrl).href,
    creator: {"@type": "Organization", name: "nyaastats", url: siteUrl},
    isAccessibleForFree: true,
    temporalCoverage: `${weeks[0]?.start_date ?? until}/${until}`,
    dateModified: dataUntil,
    distribution: FILES.map((file) => ({
      "@type": "DataDownload",
      encodingFormat: PARQUET,
      contentUrl: new URL(`data/${file}`, siteUrl).href,
    })),
  };
}

/** Linked data as the text of a script element, which no title can end or turn into markup. */
export const writeLinkedData = (data) =>
  JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
