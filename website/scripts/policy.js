// The Content-Security-Policy of a page: its own files, the inline modules that the build wrote, posters, nothing else.

import {createHash} from "node:crypto";
import {html} from "../src/components/lib/dom.js";

/**
 * The policy as a `<meta>` for the head of `document` (W3C CSP Level 3, sections 3.3 and 2.3.1).
 *
 * An inline script runs only if its text is in the page at this moment; its hash would not match later changes.
 */
export function buildPolicy(document, {shows}) {
  const inline = [...document.querySelectorAll("script:not([src])")].map(
    (script) => `'sha256-${sha256(script.textContent)}'`,
  );
  const directives = {
    "default-src": ["'none'"],
    "script-src": ["'self'", ...new Set(inline)],
    "style-src": ["'self'"],
    "img-src": ["'self'", ...posterOrigins(shows)],
    "connect-src": ["'self'"],
    "base-uri": ["'self'"],
    "form-action": ["'none'"],
  };
  const content = Object.entries(directives).map(([name, sources]) => [name, ...sources].join(" "));
  return html("meta", {"http-equiv": "Content-Security-Policy", content: content.join("; ")});
}

const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("base64");

const posterOrigins = ({shows}) => [
  ...new Set(shows.filter((show) => show.poster !== null).map((show) => new URL(show.poster).origin)),
];
