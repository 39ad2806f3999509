// A page of Framework's as a template: its text, split where the slots are, so that a thousand pages cost no document.
//
//   show.html ── parseTemplate ─► texts and slots ── fillTemplate(…, page) ─► show/177937/index.html

import {formatPageTitle} from "../src/components/lib/pageTitle.js";
import {SiteError} from "./errors.js";
import {buildHead} from "./head.js";
import {escapeText, toMarkup} from "./markup.js";
import {buildPolicy} from "./policy.js";

const SLOT = /(<(\w+)(?: [^<>]*)? data-slot="([\w-]+)"[^<>]*>)(?=<\/\2>)/g;
const VIEWPORT = /<meta name="viewport"[^>]*>/;
/** Framework's client, on a page without code blocks: nothing of it is used there. */
const IDLE_CLIENT = /<script type="module">\s*import "[^"]*\/client\.[^"]*";\s*<\/script>\n?/;
const CLIENT_PRELOAD = /<link rel="modulepreload" href="[^"]*\/_observablehq\/[^"]*">\n?/g;

/** The built page `markup` as `{texts, slots}`: a text before each slot's content and one after the last. */
export function parseTemplate(markup) {
  const text = correctMarkup(markup);
  const slots = [...text.matchAll(SLOT)];
  const ends = slots.map((match) => match.index + match[0].length);
  const texts = [0, ...ends].map((start, i) => text.slice(start, ends[i] ?? text.length));
  return {texts, slots: slots.map(([, , , name]) => name)};
}

/**
 * The page `name` of a template: `{title, description, slots}` are what a page function returns, `data` where its script
 * finds its numbers, `root` where the site's root is from it (`../../`), `head` what headInputs.js selects.
 */
export function fillTemplate({texts, slots}, page, {name, root, siteUrl, posters, head: inputs}) {
  const contents = slots.map((slot) => writeSlot(page.slots, slot));
  const body = texts.map((text, i) => text.replaceAll('"./', `"${root}`) + (contents[i] ?? "")).join("");
  const head = toMarkup(buildHead(page, name, {siteUrl, root, ...inputs}));
  const policy = toMarkup(buildPolicy(body, posters));
  return markSection(body, {name, root})
    .replace("<html>", () => `<html lang="en" data-root="${root}">`)
    .replace('<meta charset="utf-8">', (meta) => `${meta}${policy}`)
    .replace(/<title>[^<]*<\/title>/, () => `<title>${escapeText(formatPageTitle(page.title))}</title>${head}`);
}

/** The navigation names the section that a page is in: itself, or the list that it belongs to. */
function markSection(markup, {name, root}) {
  const [section, ...rest] = name.split("/");
  const state = rest.length === 0 ? "page" : "true";
  return markup.replace(`<li><a href="${root}${section}/"`, (link) => `${link} aria-current="${state}"`);
}

function writeSlot(contents, slot) {
  const content = contents[slot];
  if (content === undefined) {
    throw new SiteError(`the slot ${JSON.stringify(slot)} has no content; its page function must fill it`);
  }
  return toMarkup(content);
}

/**
 * Framework sets no language, forbids zooming (WCAG 1.4.4 asks for it), and on the 404 page, whose `<base>` leads to the
 * root, its heading anchors would leave the page.
 */
function correctMarkup(markup) {
  const zoomable = markup.replace(VIEWPORT, '<meta name="viewport" content="width=device-width, initial-scale=1">');
  const lean = IDLE_CLIENT.test(zoomable) ? zoomable.replace(IDLE_CLIENT, "").replace(CLIENT_PRELOAD, "") : zoomable;
  if (!lean.includes("<base ")) return lean;
  return lean.replace(/<a class="observablehq-header-anchor"[^>]*>(.*?)<\/a>/g, "$1");
}
