// Pages are stamped from Framework's: filled, described, safe whatever a title holds, and not made again without need.

import assert from "node:assert/strict";
import {existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {JSDOM} from "jsdom";
import {postprocess} from "../../scripts/postprocess.js";
import {parseTemplate} from "../../scripts/template.js";
import {buildDocuments} from "../fixtures/documents.js";
import {makeFolder} from "../fixtures/folders.js";
import {HOSTILE as HOSTILE_TITLES} from "../fixtures/hostileTitles.js";

const TEMPLATES = "index about 404 week weeks season seasons show records films shows groups data embed compare".split(
  " ",
);

/** A page as Framework builds it, with the slots of `src/<name>.md`. */
function frame(name) {
  const source = readFileSync(new URL(`../../src/${name}.md`, import.meta.url), "utf8");
  const slots = [...source.matchAll(/data-slot="([\w-]+)"/g)].map(([, slot]) => slot);
  const places = ["search", "notice", ...slots].map((slot) => `<div data-slot="${slot}"></div>`);
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">${name === "404" ? '\n<base href="/">' : ""}
<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">
<title>nyaastats</title>
<link rel="stylesheet" type="text/css" href="./_import/style.css">
<link rel="modulepreload" href="./_observablehq/client.js">
<link rel="modulepreload" href="./_import/bundles/${name}.js">
<script type="module">

import "./_observablehq/client.0123.js";
</script>
</head>
<body><li><a href="./about/">About</a></li>${places.join("")}<script type="module" src="./_import/bundles/${name}.js"></script></body>
</html>`;
}

/** A folder as Framework leaves it, beside the data that it was built from. */
function buildFolder(data, root = makeFolder()) {
  const [dist, dataFolder] = [join(root, "dist.next"), join(root, "data")];
  for (const folder of [dist, dataFolder]) mkdirSync(folder, {recursive: true});
  for (const name of TEMPLATES) writeFileSync(join(dist, `${name}.html`), frame(name));
  for (const name of ["manifest.json", ...data.digests.keys()]) {
    mkdirSync(join(dataFolder, "shows"), {recursive: true});
    writeFileSync(join(dataFolder, name), "{}");
  }
  return {root, dist, dataFolder};
}

function postprocessFolder(data, options = {}) {
  const folder = buildFolder(data);
  const count = postprocess(folder.dist, data, {dataFolder: folder.dataFolder, ...options});
  return {...folder, ...count, read: (name) => readFileSync(join(folder.dist, name), "utf8")};
}

const HOSTILE = postprocessFolder(buildDocuments({titles: HOSTILE_TITLES}));
const NAMES = [
  "index.html",
  "404.html",
  "about/index.html",
  "compare/index.html",
  "week/index.html",
  "week/2025-W40/index.html",
  "week/2025-W41/index.html",
  "week/2025-W42/index.html",
  "records/index.html",
  "films/index.html",
  "shows/index.html",
  "groups/index.html",
  "groups/fall-2025/index.html",
  "data/index.html",
  "embed/index.html",
  "season/index.html",
  "season/fall-2025/index.html",
  ...HOSTILE_TITLES.map((_, index) => `show/${index + 1}/index.html`),
];

test("every page that there is has a file, and the templates have none", () => {
  assert.equal(HOSTILE.pages, NAMES.length);
  assert.equal(HOSTILE.drawn, NAMES.length);
  for (const name of ["week.html", "season.html", "show.html", "seasons.html"]) {
    assert.ok(!existsSync(join(HOSTILE.dist, name)), name);
  }
});

for (const name of NAMES) {
  test(`${name}: corrected, filled, described in its head, and no title became markup`, () => {
    const {document} = new JSDOM(HOSTILE.read(name)).window;
    assert.equal(document.documentElement.lang, "en");
    assert.equal(document.querySelector("meta[name=viewport]").content, "width=device-width, initial-scale=1");
    assert.equal(document.querySelectorAll("script").length, 1);
    assert.equal(
      document.querySelectorAll("[onerror], [onload], img[src=x], [style], [href^='javascript:']").length,
      0,
    );
    assert.match(document.body.textContent, /Made-up numbers/);
    assert.ok(document.querySelector("meta[name=description]").content.length > 10);
    assert.ok(document.title.endsWith(" | nyaastats"));
    assert.equal(document.querySelectorAll("[data-slot=stray]").length, 0);
  });

  test(`${name}: every address of the site leads from the page to its root`, () => {
    const markup = HOSTILE.read(name);
    const {document} = new JSDOM(markup).window;
    const depth = name === "404.html" ? 0 : name.split("/").length - 1;
    const root = "../".repeat(depth) || "./";
    assert.equal(document.documentElement.dataset.root, root);
    if (depth > 0) assert.ok(!markup.includes('"./'), markup.match(/.{40}"\.\/.{40}/)?.[0]);
    for (const link of document.querySelectorAll("body a[href]")) {
      const href = link.getAttribute("href");
      assert.ok(href.startsWith(root) || /^(https:|#|\?)/.test(href), href);
    }
  });
}

test("a show's name stands in its title, its description and its heading as it is", () => {
  HOSTILE_TITLES.forEach((title, index) => {
    const {document} = new JSDOM(HOSTILE.read(`show/${index + 1}/index.html`)).window;
    assert.ok(document.title.startsWith(title), document.title);
    assert.ok(document.querySelector("meta[property='og:title']").content.startsWith(title));
    assert.ok(document.querySelector("h1").textContent.includes(title));
    assert.ok(document.querySelector("meta[name=description]").content.includes(title));
  });
});

test("the navigation says in which section a page is", () => {
  const current = (name) =>
    [...new JSDOM(HOSTILE.read(name)).window.document.querySelectorAll("[aria-current]")].map((link) => [
      link.getAttribute("href"),
      link.getAttribute("aria-current"),
    ]);
  assert.deepEqual(current("about/index.html"), [["../about/", "page"]]);
  assert.deepEqual(current("404.html"), []);
});

const PUBLIC = (() => {
  const data = buildDocuments({titles: HOSTILE_TITLES});
  return {...postprocessFolder(data, {siteUrl: "https://example.org/nyaastats/"}), data};
})();

for (const [name, kind] of [
  ["index.html", null],
  ["about/index.html", "Dataset"],
  ["week/2025-W41/index.html", "ItemList"],
  ["show/1/index.html", null],
]) {
  test(`${name} of a public site has its picture and what programs read, which is data and no program`, () => {
    const {document} = new JSDOM(PUBLIC.read(name)).window;
    const picture = document.querySelector("meta[property='og:image']").content;
    assert.match(picture, /^https:\/\/example\.org\/nyaastats\/picture\/(week|season|show)\/.*-[0-9a-f]{10}\.png$/);
    assert.equal(document.querySelector("meta[name='twitter:image']").content, picture);
    const scripts = [...document.querySelectorAll("script")];
    const linked = scripts.filter(({type}) => type === "application/ld+json");
    assert.equal(scripts.length - linked.length, 1);
    assert.deepEqual(
      linked.map((script) => JSON.parse(script.textContent)["@type"]),
      kind ? [kind] : [],
    );
    const policy = document.querySelector("meta[http-equiv='Content-Security-Policy']").content;
    assert.match(policy, /script-src 'self';/);
    assert.equal(document.querySelectorAll("[onerror], img[src=x]").length, 0);
  });
}

test("pages are of different pictures where there are any", () => {
  const pictureOf = (name) =>
    new JSDOM(PUBLIC.read(name)).window.document.querySelector("meta[property='og:image']").content;
  assert.match(pictureOf("index.html"), /\/week\/2025-W41-/);
  assert.match(pictureOf("week/2025-W40/index.html"), /\/week\/2025-W40-/);
  for (const name of ["week/2025-W42/index.html", "season/fall-2025/index.html", "404.html"]) {
    assert.match(pictureOf(name), /\/season\/fall-2025-/);
  }
  assert.match(pictureOf("show/2/index.html"), /\/show\/2-/);
});

test("the site has its feeds, embeds, badges, icons and map, and every address of them in a page leads to a file", () => {
  const files = ["feed.xml", "feed.json", "show/1/feed.xml", "embed/week/latest.svg", "embed/season/fall-2025.svg"];
  const others = [
    "badge/show/1.svg",
    "badge/show/1.json",
    "favicon.ico",
    "apple-touch-icon.png",
    "robots.txt",
    "sitemap.xml",
  ];
  for (const name of [...files, ...others]) assert.ok(existsSync(join(PUBLIC.dist, name)), name);
  const {document} = new JSDOM(PUBLIC.read("show/1/index.html")).window;
  for (const element of document.querySelectorAll("link[rel=alternate], link[rel=icon], link[rel=apple-touch-icon]")) {
    const path = new URL(element.getAttribute("href"), `file://${PUBLIC.dist}/show/1/index.html`).pathname;
    assert.ok(existsSync(path), path);
  }
});

test("real numbers carry no notice", () => {
  const data = buildDocuments();
  const {read} = postprocessFolder({...data, report: {...data.report, synthetic: false}});
  for (const name of ["index.html", "show/1/index.html"]) assert.ok(!read(name).includes("Made-up"));
});

test("the policy stands before anything that could run, and no link to another origin is in the head", () => {
  const {document} = new JSDOM(HOSTILE.read("index.html")).window;
  const policy = document.querySelector("meta[http-equiv='Content-Security-Policy']");
  assert.equal(document.head.children[1], policy);
  assert.ok(![...document.head.children].some((element) => /https?:/.test(element.outerHTML)));
});

test("where <base> leads elsewhere a heading is no link to itself", () => {
  const heading = '<h1 id="no"><a class="observablehq-header-anchor" href="#no">No such <b>page</b></a></h1>';
  const read = (name) => parseTemplate(frame(name).replace("</body>", `${heading}</body>`)).texts.join("");
  assert.ok(read("404").includes('<h1 id="no">No such <b>page</b></h1>'));
  assert.ok(read("about").includes(heading));
});

test("Framework's client is left out where a page has no code for it, and stays where it has", () => {
  assert.ok(!HOSTILE.read("index.html").includes("_observablehq"));
  const busy = frame("about").replace(
    'import "./_observablehq/client.0123.js";',
    'import {define} from "./_observablehq/client.0123.js";define({});',
  );
  assert.ok(parseTemplate(busy).texts.join("").includes("_observablehq/client.0123.js"));
});

test("a slot that nobody fills is an error that names it", () => {
  const data = buildDocuments();
  const {dist, dataFolder} = buildFolder(data);
  writeFileSync(join(dist, "week.html"), frame("week").replace("</body>", '<div data-slot="stray"></div></body>'));
  assert.throws(() => postprocess(dist, data, {dataFolder}), /"stray"/);
});

test("addresses of earlier editions lead to the pages of today", () => {
  for (const [old, page] of [
    ["about.html", "./about/"],
    ["show/1.html", "./1/"],
  ]) {
    const {document} = new JSDOM(HOSTILE.read(old)).window;
    assert.equal(document.querySelector("meta[http-equiv=refresh]").content, `0; url=${page}`);
    assert.equal(document.querySelector("a").getAttribute("href"), page);
  }
});

test("what a page fetches is there", () => {
  for (const name of NAMES) {
    const {document} = new JSDOM(HOSTILE.read(name)).window;
    for (const element of document.querySelectorAll("[data-src]")) {
      const file = new URL(element.dataset.src, `file://${HOSTILE.dist}/${name}`).pathname;
      assert.ok(existsSync(file), `${name}: ${element.dataset.src}`);
    }
  }
});

/** Build twice with the same folder before it: `change` is what happens between the two. */
function buildAgain(change = () => {}, data = buildDocuments()) {
  const first = buildFolder(data);
  const before = {folder: join(first.root, "dist"), digests: join(first.root, "dist.pages.json")};
  const options = {dataFolder: first.dataFolder, before};
  postprocess(first.dist, data, options);
  renameSync(first.dist, before.folder);
  const next = change({...first, ...before}) ?? data;
  buildFolder(next, first.root);
  return {...first, ...postprocess(first.dist, next, options), before};
}

test("a page that is made from the same is not made again, but is there", () => {
  const {drawn, dist, before} = buildAgain();
  assert.equal(drawn, 0);
  const inode = (folder) => statSync(join(folder, "show/1/index.html")).ino;
  assert.equal(inode(dist), inode(before.folder));
});

test("a show that changed is made again, with the pages that name it, and no other show", () => {
  const {drawn, pages, dist} = buildAgain(() => {
    const data = buildDocuments();
    data.pages.get(3).episodes[0].downloads_daily[1] += 1;
    return data;
  });
  assert.ok(drawn >= 1 && drawn < pages, String(drawn));
  assert.ok(existsSync(join(dist, "show/3/index.html")));
});

test("a page that somebody has changed since is made again", () => {
  const {drawn, dist} = buildAgain(({folder}) => writeFileSync(join(folder, "show/2/index.html"), "changed"));
  assert.equal(drawn, 1);
  assert.notEqual(readFileSync(join(dist, "show/2/index.html"), "utf8"), "changed");
});
