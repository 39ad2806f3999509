// The Content-Security-Policy of a page: its own files, the inline modules that the build wrote, posters, nothing else.

import {createHash} from "node:crypto";
import {html} from "../src/components/lib/dom.js";
import {findOrigin} from "../src/components/lib/origin.js";

/** A page whose script makes a PNG of a chart draws it from memory first. */
const PAINTS = /data-take="png"/;
const INLINE = /<script(?![^>]* src=)[^>]*>([^]*?)<\/script>/g;

/**
 * The policy of a page of this `markup` as a `<meta>` (W3C CSP Level 3, sections 3.3 and 2.3.1); `posters` are the origins
 * that its pictures come from.
 *
 * An inline script runs only if its text is in the page at this moment; its hash would not match later changes.
 */
export function buildPolicy(markup, posters) {
  const inline = [...markup.matchAll(INLINE)].map(([, text]) => `'sha256-${sha256(text)}'`);
  const directives = {
    "default-src": ["'none'"],
    "script-src": ["'self'", ...new Set(inline)],
    "style-src": ["'self'"],
    "img-src": ["'self'", ...(PAINTS.test(markup) ? ["blob:"] : []), ...posters],
    "connect-src": ["'self'"],
    "base-uri": ["'self'"],
    "form-action": ["'none'"],
  };
  const content = Object.entries(directives).map(([name, sources]) => [name, ...sources].join(" "));
  return html("meta", {"http-equiv": "Content-Security-Policy", content: content.join("; ")});
}

const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("base64");

/** The origins of the posters of `shows` (any records with `poster`); what is no plain https origin is left out. */
export const listPosterOrigins = (shows) => [
  ...new Set(shows.map(({poster}) => findOrigin(poster)).filter((origin) => origin !== null)),
];
