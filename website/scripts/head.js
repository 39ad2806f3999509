// The description of a page in its head, for search engines, chats and feed readers.

import {html} from "../src/components/lib/dom.js";

const SITE = "nyaastats";
const IMAGE = {name: "share.png", width: 1200, height: 630, alt: "The season's ranking by week, drawn as a river"};

/**
 * The elements for the head of the page `name` (`index`, `show/21`), from its title and description.
 *
 * Open Graph (https://ogp.me) asks for absolute addresses; they are absolute only when the site's own address, `siteUrl`, is
 * set.
 */
export function buildHead({title, description}, name, {siteUrl = null} = {}) {
  const root = siteUrl ?? toRoot(name);
  return [
    html("meta", {name: "description", content: description}),
    ...listOpenGraph({title, description}, `${root}${IMAGE.name}`),
    ...listTwitterTags({title, description}, `${root}${IMAGE.name}`),
    ...(siteUrl && name !== "404" ? listAddresses(siteUrl, name) : []),
    html("link", {
      rel: "alternate",
      type: "application/atom+xml",
      title: "Weekly rankings",
      href: `${toRoot(name)}feed.xml`,
    }),
  ];
}

/** The relative address of the site's root from a page: `show/21` → `../`. */
export const toRoot = (name) => "../".repeat(name.split("/").length - 1) || "./";

function listOpenGraph({title, description}, image) {
  const properties = {
    "og:type": "website",
    "og:site_name": SITE,
    "og:title": title,
    "og:description": description,
    "og:image": image,
    "og:image:width": IMAGE.width,
    "og:image:height": IMAGE.height,
    "og:image:alt": IMAGE.alt,
  };
  return Object.entries(properties).map(([property, content]) => html("meta", {property, content}));
}

function listAddresses(siteUrl, name) {
  const address = `${siteUrl}${name === "index" ? "" : name}`;
  return [html("meta", {property: "og:url", content: address}), html("link", {rel: "canonical", href: address})];
}

function listTwitterTags({title, description}, image) {
  const names = {
    "twitter:card": "summary_large_image",
    "twitter:title": title,
    "twitter:description": description,
    "twitter:image": image,
    "twitter:image:alt": IMAGE.alt,
  };
  return Object.entries(names).map(([name, content]) => html("meta", {name, content}));
}
