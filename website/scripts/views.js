// The small documents that pages fetch: a season for its river, all shows for the search. Their names hold their digest.

import {createHash} from "node:crypto";

/** The name of a document below `view/`, as an address from the site's root; it changes with the content. */
export const viewAddress = (name, document) => `./view/${name}-${digest(JSON.stringify(document))}.json`;

/** All of a site: `[path in the site, text]`. */
export const listViews = ({views, viewOf}) =>
  [...views].map(([name, document]) => [viewOf(name).slice(2), JSON.stringify(document)]);

const digest = (text) => createHash("sha256").update(text).digest("hex").slice(0, 10);
