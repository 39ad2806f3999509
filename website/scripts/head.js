// The description of a page in its head, for search engines, chats and feed readers.

import {isolate} from "../src/components/lib/controls.js";
import {html} from "../src/components/lib/dom.js";
import {writeLinkedData} from "./linkedData.js";
import {readTokens} from "./tokens.js";

const SITE = "nyaastats";
const TOKENS = readTokens();

/**
 * The elements for the head of the page `name` (`index`, `show/21`), which a page function returned; `root` is where the
 * site's root is from it (`../../`), and `picture`, `feed` and `linkedData` are what headInputs.js selects for it.
 *
 * Open Graph (https://ogp.me) asks for absolute addresses, and crawlers ignore others: without the site's own address,
 * `siteUrl`, there is no picture and no canonical address.
 */
export function buildHead({title, description}, name, options = {}) {
  const {siteUrl = null, root = "./", picture = null, feed = null, linkedData = null} = options;
  return [
    html("meta", {name: "description", content: description}),
    ...listOpenGraph({title, description}),
    ...(siteUrl && picture ? listPicture(picture, siteUrl) : []),
    ...(siteUrl && name !== "404" ? listAddresses(siteUrl, name) : []),
    ...listFeeds(root, {name, show: feed}),
    ...listIcons(root),
    linkedData && html("script", {type: "application/ld+json"}, writeLinkedData(linkedData)),
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

function listPicture({name, alt, width, height}, siteUrl) {
  const properties = {
    "og:image": `${siteUrl}${name}`,
    "og:image:width": width,
    "og:image:height": height,
    "og:image:alt": alt,
    "twitter:card": "summary_large_image",
    "twitter:image": `${siteUrl}${name}`,
    "twitter:image:alt": alt,
  };
  return Object.entries(properties).map(([property, content]) => Meta(property, content));
}

/** The feeds of all weeks, and that of the show that the page is of. */
function listFeeds(root, {name, show}) {
  const feeds = [
    ["application/atom+xml", "Weekly rankings", `${root}feed.xml`],
    ["application/feed+json", "Weekly rankings", `${root}feed.json`],
    ...(show === null ? [] : [["application/atom+xml", `${isolate(show)} by week`, `./${name}/feed.xml`]]),
  ];
  return feeds.map(([type, title, href]) => html("link", {rel: "alternate", type, title, href}));
}

/** The icons that src/icon.svg becomes, and the colour of the browser's own frame around the page. */
function listIcons(root) {
  return [
    html("link", {rel: "icon", href: `${root}favicon.ico`, sizes: "16x16 32x32"}),
    html("link", {rel: "apple-touch-icon", href: `${root}apple-touch-icon.png`}),
    ...Object.entries(TOKENS).map(([scheme, colors]) =>
      html("meta", {name: "theme-color", media: `(prefers-color-scheme: ${scheme})`, content: colors["--page"]}),
    ),
  ];
}

/** Open Graph's names stand in `property`, Twitter's in `name`. */
const Meta = (name, content) => html("meta", {[name.startsWith("og:") ? "property" : "name"]: name, content});

function listAddresses(siteUrl, name) {
  const address = `${siteUrl}${name === "index" ? "" : `${name}/`}`;
  return [Meta("og:url", address), html("link", {rel: "canonical", href: address})];
}
