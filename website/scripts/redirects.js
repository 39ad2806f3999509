// Addresses of earlier editions, which lead to the page of today: a published address never dies.

import {escapeText} from "./markup.js";

/** Small pages for hosts that serve `show/21` from `show/21.html`, as the first edition was built: `[path, text]`. */
export const listRedirects = ({shows}) => [
  ["about.html", redirect("./about/")],
  ...shows.shows.map(({anilist_id: id}) => [`show/${id}.html`, redirect(`./${id}/`)]),
];

/** A page that leads on at once, and by a link where nothing does so by itself. */
const redirect = (address) =>
  `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Moved</title>` +
  `<meta http-equiv="refresh" content="0; url=${address}"><link rel="canonical" href="${address}">` +
  `<p>This page is at <a href="${address}">${escapeText(address)}</a> now.</p></html>\n`;
