// The feeds of all weeks: feed.xml (Atom) and feed.json (JSON Feed 1.1), with the same entries.

import {drawAt} from "../document.js";
import {toMarkup} from "../markup.js";
import {writeAtom} from "./atom.js";
import {tagUri} from "./ids.js";
import {newestOf} from "./times.js";
import {listWeekEntries} from "./weekEntries.js";

const TITLE = "nyaastats: anime by torrent downloads";
const SUBTITLE = "Each week's ranking of anime series by torrent downloads";

/** `[path in the site, text]` of both; with the site's address their links are absolute, else from where they stand. */
export function listWeekFeeds(site) {
  const root = site.siteUrl ?? "./";
  return drawAt(root, () => {
    const entries = listWeekEntries(site).map((entry) => ({...entry, address: `${root}${entry.path.slice(2)}`}));
    const title = `${TITLE}${site.synthetic ? " (made-up numbers)" : ""}`;
    return [
      ["feed.xml", writeAtom({...describeFeed(site, entries, root), title})],
      ["feed.json", writeJsonFeed({entries, title, root, site})],
    ];
  });
}

const describeFeed = (site, entries, root) => ({
  id: tagUri(site, "weeks"),
  subtitle: SUBTITLE,
  updated: newestOf(entries, site.dataUntil),
  home: root,
  self: site.siteUrl && `${root}feed.xml`,
  entries,
});

/** https://www.jsonfeed.org/version/1.1/ */
function writeJsonFeed({entries, title, root, site}) {
  const feed = {
    version: "https://jsonfeed.org/version/1.1",
    title,
    home_page_url: root,
    ...(site.siteUrl && {feed_url: `${root}feed.json`, icon: `${root}apple-touch-icon.png`}),
    description: SUBTITLE,
    language: "en",
    authors: [{name: "nyaastats"}],
    items: entries.map((entry) => ({
      id: entry.id,
      url: entry.address,
      title: entry.title,
      summary: entry.summary,
      content_html: toMarkup(entry.content),
      ...(entry.picture && {image: `${root}${entry.picture.name}`}),
      date_published: entry.published,
      date_modified: entry.updated,
    })),
  };
  return `${JSON.stringify(feed, null, 1)}\n`;
}
