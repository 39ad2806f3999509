// After Framework has built: fill the pages' slots, give each its head, and mend what Framework hard-codes.

import {readFileSync, readdirSync, writeFileSync} from "node:fs";
import {join, sep} from "node:path";
import {JSDOM} from "jsdom";
import {useDocument} from "./document.js";
import {html} from "../src/components/lib/dom.js";
import {aboutPage} from "../src/pages/aboutPage.js";
import {frontPage} from "../src/pages/frontPage.js";
import {notFoundPage} from "../src/pages/notFoundPage.js";
import {showPage} from "../src/pages/showPage.js";
import {SiteError} from "./errors.js";
import {headOf} from "./head.js";
import {policy} from "./policy.js";

/**
 * Finish every built page in the folder `dist`; `data` is what `readData` gives, `siteUrl` where the site will stand.
 * Returns how many pages there are.
 */
export function postprocess(dist, data, {siteUrl = null} = {}) {
  const names = pageNames(dist);
  for (const name of names) {
    const path = join(dist, `${name}.html`);
    writeFileSync(path, postprocessPage(readFileSync(path, "utf8"), name, data, {siteUrl}));
  }
  return names.length;
}

/** One page's markup, `name` being its address below the site's root: `index`, `show/21`. */
export function postprocessPage(markup, name, data, {siteUrl = null} = {}) {
  const dom = new JSDOM(markup);
  const {document} = dom.window;
  return useDocument(document, () => {
    const page = contentOf(name, data);
    mend(document);
    fillSlots(document, {...page.slots, notice: notice(data.report)});
    document.title = `${page.title} | nyaastats`;
    document.head.append(...headOf(page, name, {siteUrl}));
    document.querySelector("meta[charset]").after(policy(document, data));
    return dom.serialize();
  });
}

function contentOf(name, data) {
  if (name === "index") return frontPage(data);
  if (name === "about") return aboutPage(data);
  if (name === "404") return notFoundPage();
  const show = data.shows.shows.find((one) => `show/${one.anilist_id}` === name);
  if (!show)
    throw new SiteError(
      `the page ${JSON.stringify(name)} was built and nobody says what is on it; add it to postprocess.js`,
    );
  return showPage(data, show);
}

/** Framework says no language, forbids zooming, and links a heading to itself where `<base>` leads elsewhere. */
function mend(document) {
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

function notice({synthetic}) {
  if (!synthetic) return null;
  return html(
    "p",
    {class: "notice", role: "note"},
    html("strong", {}, "Made-up numbers."),
    " This is a demonstration: real titles, synthetic downloads.",
  );
}

function pageNames(dist) {
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
