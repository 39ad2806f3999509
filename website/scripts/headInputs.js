// What a page's head is made from beside the page itself: its picture, its feed, and what it says to programs.

import {describeLinkedData} from "./linkedData.js";
import {pictureOf} from "./pictures/list.js";

/**
 * For the page `name` of a site: `{picture, feed, linkedData}`, all null without the site's own address, which crawlers
 * want to know, but for `feed`: the name of the show that the page and its own feed are of.
 */
export function selectHead(site, name) {
  const show = name.startsWith("show/") ? site.showsById.get(Number(name.slice("show/".length))) : null;
  return {
    picture: site.siteUrl && pickPicture(pictureOf(site, name)),
    feed: show?.title ?? null,
    linkedData: site.siteUrl && describeLinkedData(site, name),
  };
}

const pickPicture = (picture) =>
  picture && {name: picture.name, alt: picture.alt, width: picture.width, height: picture.height};
