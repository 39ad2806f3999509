// What search engines are told of the whole site: which pages there are, and that they may read them.

import {pageAddress} from "../src/components/lib/address.js";
import {escapeText} from "./markup.js";
import {updatedAt} from "./feeds/times.js";

/** `[path in the site, text]`: sitemap.xml, which wants absolute addresses, only with the site's own. */
export const listSitemap = (site) =>
  site.siteUrl === null
    ? [["robots.txt", writeRobots(null)]]
    : [
        ["robots.txt", writeRobots(site.siteUrl)],
        ["sitemap.xml", writeSitemap(site)],
      ];

/** RFC 9309; the line with the map is of https://www.sitemaps.org/protocol.html. */
const writeRobots = (siteUrl) => `User-agent: *\nAllow: /\n${siteUrl ? `Sitemap: ${siteUrl}sitemap.xml\n` : ""}`;

function writeSitemap(site) {
  const items = listEntries(site).map(({name, modified}) => {
    const address = escapeText(new URL(pageAddress(name), site.siteUrl).href);
    return `<url><loc>${address}</loc>${modified ? `<lastmod>${modified}</lastmod>` : ""}</url>\n`;
  });
  const head = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n';
  return `${head}${items.join("")}</urlset>\n`;
}

/** The pages that hold something of every run. */
const LISTS = "week season about compare records films shows groups data embed".split(" ");

/** All pages but the one for wrong addresses; `modified` where it is known. */
const listEntries = ({weeks, seasonList, showsById, corrections: {corrections}, dataUntil}) => [
  {name: "index", modified: dataUntil},
  ...LISTS.map((name) => ({name, modified: dataUntil})),
  ...weeks.map((week) => ({
    name: `week/${week.week}`,
    modified: updatedAt(week, {corrections: corrections.filter((item) => item.week === week.week), dataUntil}),
  })),
  ...seasonList.flatMap(({slug}) => [{name: `season/${slug}`}, {name: `groups/${slug}`}]),
  ...[...showsById.keys()].map((id) => ({name: `show/${id}`})),
];
