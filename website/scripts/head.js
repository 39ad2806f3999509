// The description of a page in its head, for search engines, chats and feed readers.

import {html} from "../src/components/lib/dom.js";

const SITE = "nyaastats";
const IMAGE = {name: "share.png", width: 1200, height: 630, alt: "The season's ranking by week, drawn as a river"};

/**
 * The elements for the head of the page `name` (`index`, `show/21`), which a page function returned; `root` is where the
 * site's root is from it (`../../`).
 *
 * Open Graph (https://ogp.me) asks for absolute addresses, and crawlers ignore others: without the site's own address,
 * `siteUrl`, there is no picture and no canonical address.
 */
export function buildHead(
  {title, description, previous = null, next = null},
  name,
  {siteUrl = null, root = "./"} = {},
) {
  return [
    html("meta", {name: "description", content: description}),
    ...listOpenGraph({title, description}),
    ...(siteUrl ? listPicture(`${siteUrl}${IMAGE.name}`) : []),
    ...(siteUrl && name !== "404" ? listAddresses(siteUrl, name) : []),
    previous && html("link", {rel: "prev", href: previous}),
    next && html("link", {rel: "next", href: next}),
    html("link", {rel: "alternate", type: "application/atom+xml", title: "Weekly rankings", href: `${root}feed.xml`}),
  ].filter(Boolean);
}

/** The relative address of the site's root from a page: `show/21` → `../../`; pages but `index` and `404` are folders. */
export const toRoot = (name) => (["index", "404"].includes(name) ? "./" : "../".repeat(name.split("/").length));

function listOpenGraph({title, description}) {
  const properties = {
    "og:type": "website",
    "og:site_name": SITE,
    "og:title": title,
    "og:description": description,
    "twitter:title": title,
    "twitter:description": description,
  };
  return Object.entries(properties).map(([name, content]) => Meta(name, content));
}

function listPicture(image) {
  const properties = {
    "og:image": image,
    "og:image:width": IMAGE.width,
    "og:image:height": IMAGE.height,
    "og:image:alt": IMAGE.alt,
    "twitter:card": "summary_large_image",
    "twitter:image": image,
    "twitter:image:alt": IMAGE.alt,
  };
  return Object.entries(properties).map(([name, content]) => Meta(name, content));
}

/** Open Graph's names stand in `property`, Twitter's in `name`. */
const Meta = (name, content) => html("meta", {[name.startsWith("og:") ? "property" : "name"]: name, content});

function listAddresses(siteUrl, name) {
  const address = `${siteUrl}${name === "index" ? "" : `${name}/`}`;
  return [Meta("og:url", address), html("link", {rel: "canonical", href: address})];
}
