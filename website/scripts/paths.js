// The addresses of the site that depend on the data: a page a show, and the published files themselves.

import {isPattern} from "../src/components/about/schema.js";
import {readData} from "./data.js";

/** `/show/21` for every show that was measured. */
export const listShowPaths = () => readData().shows.shows.map((show) => `/show/${show.anilist_id}`);

/**
 * Files at addresses that stay: the feed, the share image, and the data that anybody may download, which are all that
 * schema.json describes but the shows' page files: Framework publishes those at addresses that change with their content.
 */
export function listFilePaths() {
  const names = readData().schema["x-files"].map(({name}) => name);
  return ["/feed.xml", "/share.png", ...names.filter((name) => !isPattern(name)).map((name) => `/data/${name}`)];
}
