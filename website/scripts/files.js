// Every file of the site that is no page and no picture.

import {listEmbeds} from "./embeds/list.js";
import {listShowFeeds} from "./feeds/showFeeds.js";
import {listWeekFeeds} from "./feeds/weekFeeds.js";
import {drawIcons} from "./icons.js";
import {listRedirects} from "./redirects.js";
import {listSitemap} from "./sitemap.js";
import {listViews} from "./views.js";

/** `[path in the site, text or bytes]` of a site, as `buildSite` gives it. */
export const listFiles = (site) => [
  ...listRedirects(site),
  ...listViews(site),
  ...listWeekFeeds(site),
  ...listShowFeeds(site),
  ...listEmbeds(site),
  ...listSitemap(site),
  ...drawIcons(),
];
