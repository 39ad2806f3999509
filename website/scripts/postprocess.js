// After Framework has built a page of each kind: write all pages that there are, and the files that they fetch.
//
//   dist.next/show.html ── template ─┐
//   data ── site ── listPages ── inputs ─► digest: as before? ── yes ─► the page of the build before
//                                              └── no ── page function ─► slots ─► show/177937/index.html

import {createHash} from "node:crypto";
import {copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {SEARCH} from "../src/components/lib/address.js";
import {Notice} from "../src/components/lib/Notice.js";
import {listCsvFiles} from "./csv.js";
import {SearchSlot} from "../src/components/search/SearchSlot.js";
import {DATA} from "./data.js";
import {drawAt} from "./document.js";
import {listFiles} from "./files.js";
import {toRoot} from "./head.js";
import {selectHead} from "./headInputs.js";
import {listPages} from "./pages.js";
import {listPosterOrigins} from "./policy.js";
import {buildSite} from "./site.js";
import {readJsonOrNull, replaceFile} from "./swap.js";
import {fillTemplate, parseTemplate} from "./template.js";

const WEBSITE = fileURLToPath(new URL("..", import.meta.url));
const SOURCES = ["scripts", "src/components", "src/pages"];

/**
 * Complete the folder `dist`, which Framework built, with all but the pictures. `data` is what `readData` gives, of the
 * folder `dataFolder`, and `site` what `buildSite` makes of it; `siteUrl` is where the site will stand, `before` the last
 * build: `{folder, digests}`, where its pages are and the file that says what they were made from.
 * Returns `{pages, drawn}`: how many pages there are, and how many of them were drawn anew.
 */
export function postprocess(dist, data, options = {}) {
  const {siteUrl = null, site = buildSite(data, {siteUrl}), before = null, dataFolder = DATA} = options;
  const pages = listPages(site);
  const drawn = writePages(dist, pages, {site, before});
  for (const [name, content] of listFiles(site)) write(join(dist, name), content);
  for (const name of ["manifest.json", ...data.digests.keys()]) copy(join(dataFolder, name), join(dist, "data", name));
  for (const [name, text] of listCsvFiles(site)) write(join(dist, "data", name), text);
  write(join(dist, SEARCH), JSON.stringify(site.searchDocument));
  return {pages: pages.length, drawn};
}

function writePages(dist, pages, {site, before}) {
  const templates = readTemplates(dist, pages);
  const cache = new PageCache(before);
  const common = JSON.stringify([digestSources(), site.siteUrl, site.synthetic]);
  for (const page of pages) {
    const template = templates.get(page.template);
    const head = selectHead(site, page.name);
    const digest = hash(common + template.digest + JSON.stringify([page.inputs, head], writeMaps));
    const path = join(dist, pathOf(page.name));
    if (!cache.reuse(page.name, digest, path)) {
      cache.enter(page.name, digest, draw({...page, head}, template, site), path);
    }
  }
  if (before) replaceFile(before.digests, cache.toText());
  return cache.drawn;
}

/** Framework's pages, which are taken out of the site. */
function readTemplates(dist, pages) {
  const names = new Set(pages.map(({template}) => template));
  return new Map(
    [...names].map((name) => {
      const path = join(dist, `${name}.html`);
      const markup = readFileSync(path, "utf8");
      rmSync(path);
      return [name, {...parseTemplate(markup), digest: hash(markup)}];
    }),
  );
}

function draw({name, inputs, build, head}, template, {siteUrl, synthetic, shows}) {
  const root = toRoot(name);
  return drawAt(root, () => {
    const page = build(inputs);
    const slots = {...page.slots, notice: Notice({synthetic}), search: SearchSlot()};
    const posters = listPosterOrigins(shows.shows);
    return fillTemplate(template, {...page, slots}, {name, root, siteUrl, posters, head});
  });
}

/** The pages of the build before, by the digest of what they were made from. */
class PageCache {
  #before;
  #old = {};
  #entries = {};
  drawn = 0;

  constructor(before) {
    this.#before = before;
    if (before) this.#old = readJsonOrNull(before.digests) ?? {};
  }

  /** Take the page over, if it was made from the same and nobody has changed it since. */
  reuse(name, digest, path) {
    const entry = this.#old[name];
    if (entry?.inputs !== digest) return false;
    const old = join(this.#before.folder, pathOf(name));
    if (!existsSync(old) || hash(readFileSync(old)) !== entry.output) return false;
    mkdirSync(dirname(path), {recursive: true});
    linkSync(old, path);
    this.#entries[name] = entry;
    return true;
  }

  enter(name, digest, text, path) {
    write(path, text);
    this.#entries[name] = {inputs: digest, output: hash(text)};
    this.drawn += 1;
  }

  toText = () => JSON.stringify(this.#entries);
}

/** `show/21` → `show/21/index.html`. */
const pathOf = (name) => (["index", "404"].includes(name) ? `${name}.html` : `${name}/index.html`);

function digestSources() {
  const files = SOURCES.flatMap((folder) =>
    readdirSync(join(WEBSITE, folder), {recursive: true})
      .filter((name) => name.endsWith(".js"))
      .map((name) => join(WEBSITE, folder, name)),
  );
  return hash(
    files
      .sort()
      .map((path) => hash(readFileSync(path)))
      .join(),
  );
}

const hash = (content) => createHash("sha256").update(content).digest("hex");

const writeMaps = (_, value) => (value instanceof Map ? [...value] : value);

function write(path, content) {
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(path, content);
}

function copy(from, to) {
  mkdirSync(dirname(to), {recursive: true});
  copyFileSync(from, to);
}
