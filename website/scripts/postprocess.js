// After Framework has built: fill the pages' slots, give each its head, and correct what Framework hard-codes.

import {readFileSync, readdirSync, writeFileSync} from "node:fs";
import {join, sep} from "node:path";
import {JSDOM} from "jsdom";
import {useDocument} from "./document.js";
import {listReasons} from "../src/components/about/schema.js";
import {html} from "../src/components/lib/dom.js";
import {buildSeason} from "../src/components/lib/season.js";
import {aboutPage} from "../src/pages/aboutPage.js";
import {frontPage} from "../src/pages/frontPage.js";
import {notFoundPage} from "../src/pages/notFoundPage.js";
import {showPage} from "../src/pages/showPage.js";
import {SiteError} from "./errors.js";
import {buildHead} from "./head.js";
import {buildPolicy} from "./policy.js";

/**
 * Complete every built page in the folder `dist`; `data` is what `readData` gives, `siteUrl` where the site will stand.
 * Returns how many pages there are.
 */
export function postprocess(dist, data, {siteUrl = null} = {}) {
  const names = listPages(dist);
  const site = buildSite(data);
  for (const name of names) {
    const path = join(dist, `${name}.html`);
    writeFileSync(path, postprocessPage(readFileSync(path, "utf8"), name, site, {siteUrl}));
  }
  return names.length;
}

/** What all pages draw from: the data as `readData` gives them, and what is worked out of them once for all pages. */
export const buildSite = (data) => ({
  ...data,
  season: buildSeason(data.rankings, data.shows),
  reasons: listReasons(data.schema),
});

/** The markup of a page of a site (as `buildSite` gives it), `name` being its address below the root: `index`, `show/21`. */
export function postprocessPage(markup, name, site, {siteUrl = null} = {}) {
  const dom = new JSDOM(markup);
  const {document} = dom.window;
  return useDocument(document, () => {
    const page = buildPage(name, site);
    correctMarkup(document);
    fillSlots(document, {...page.slots, notice: Notice(site.report)});
    document.title = `${page.title} | nyaastats`;
    document.head.append(...buildHead(page, name, {siteUrl}));
    document.querySelector("meta[charset]").after(buildPolicy(document, site));
    return dom.serialize();
  });
}

function buildPage(name, site) {
  if (name === "index") return frontPage(site);
  if (name === "about") return aboutPage(site);
  if (name === "404") return notFoundPage();
  const show = site.shows.shows.find(({anilist_id: id}) => `show/${id}` === name);
  if (!show)
    throw new SiteError(
      `the page ${JSON.stringify(name)} was built, but no page function fills it; add one to postprocess.js`,
    );
  return showPage(site, show);
}

/**
 * Framework sets no language, forbids zooming (WCAG 1.4.4 asks for it), and on the 404 page, whose `<base>` leads to the
 * root, its heading anchors would leave the page.
 */
function correctMarkup(document) {
  document.documentElement.lang = "en";
  document.querySelector("meta[name=viewport]").content = "width=device-width, initial-scale=1";
  if (document.querySelector("base") === null) return;
  for (const anchor of document.querySelectorAll(".observablehq-header-anchor"))
    anchor.replaceWith(...anchor.childNodes);
}

function fillSlots(document, slots) {
  for (const place of document.querySelectorAll("[data-slot]")) {
    const content = slots[place.dataset.slot];
    if (content === undefined)
      throw new SiteError(
        `the slot ${JSON.stringify(place.dataset.slot)} has no content; its page function must fill it`,
      );
    place.replaceChildren(...[content].flat().filter((node) => node !== null));
  }
}

function Notice({synthetic}) {
  if (!synthetic) return null;
  return html(
    "p",
    {class: "notice", role: "note"},
    html("strong", {}, "Made-up numbers."),
    " This is a demonstration: real titles, synthetic downloads.",
  );
}

function listPages(dist) {
  return readdirSync(dist, {recursive: true})
    .filter((name) => name.endsWith(".html"))
    .map((name) =>
      name
        .split(sep)
        .join("/")
        .replace(/\.html$/, ""),
    )
    .sort();
}
