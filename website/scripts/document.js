// The document of Node, so that charts and tables are drawn there by the same functions as in the browser.

import {createMarkupDocument} from "./markup.js";

globalThis.document ??= createMarkupDocument();

/** What `build` returns when its elements are created for `document`. */
export function useDocument(document, build) {
  const before = globalThis.document;
  globalThis.document = document;
  try {
    return build();
  } finally {
    globalThis.document = before;
  }
}

/** What `build` returns, drawn for a page that stands at `root` from the site's root: `../../`. */
export const drawAt = (root, build) => useDocument(createMarkupDocument(root), build);
