// A document for Node, so that charts and tables are made there by the same functions as in the browser.

import {JSDOM} from "jsdom";

export const window = new JSDOM("<!doctype html>").window;

globalThis.document ??= window.document;

/** What `make` returns when elements are made for `document`. */
export function useDocument(document, make) {
  const before = globalThis.document;
  globalThis.document = document;
  try {
    return make();
  } finally {
    globalThis.document = before;
  }
}
