// The addresses of the site that depend on the data: a page a show, and the published files themselves.

import {readData} from "./data.js";

const DOWNLOADS = ["episodes.parquet", "rankings.json", "shows.json", "report.json", "manifest.json"];

/** `/show/21` for every show that was measured. */
export const listShowPaths = () => readData().shows.shows.map((show) => `/show/${show.anilist_id}`);

/** Files at addresses that stay: the feed, the share image, and the data that anybody may download. */
export const listFilePaths = () => ["/feed.xml", "/share.png", ...DOWNLOADS.map((name) => `/data/${name}`)];
