// A document for Node, so that charts and tables are drawn there by the same functions as in the browser.

import {JSDOM} from "jsdom";

export const window = new JSDOM("<!doctype html>").window;

globalThis.document ??= window.document;

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
