// The whole build of the site:
//
//   src/data ── read, checked ─► prepare ─► Framework: src ─► dist.next ─► postprocess: pages, files ─► dist
//                     └── the site, and meanwhile pictures, in threads of their own ─► dist.pictures ────┘
//
// It stops with one line when the data are not whole; a build that fails leaves the site that was there as it was.

import {execFile} from "node:child_process";
import {join, relative} from "node:path";
import {fileURLToPath} from "node:url";
import {promisify} from "node:util";
import {readData} from "./data.js";
import {SiteError} from "./errors.js";
import {drawPictures, link, linkPictures} from "./pictures/draw.js";
import {pictureOf} from "./pictures/list.js";
import {prepare} from "./prepare.js";
import {readSiteUrl} from "./settings.js";
import {recoverFolder, replaceFolder} from "./swap.js";

const run = promisify(execFile);

const WEBSITE = fileURLToPath(new URL("..", import.meta.url));
const OBSERVABLE = join(WEBSITE, "node_modules/@observablehq/framework/dist/bin/observable.js");
const NEXT = join(WEBSITE, "dist.next");
const DIST = join(WEBSITE, "dist");
/** What the pages in DIST were made from. */
const DIGESTS = join(WEBSITE, "dist.pages.json");

/** The pictures that were drawn, by the names of their files. */
const PICTURES = join(WEBSITE, "dist.pictures");

async function build() {
  recoverFolder(DIST);
  const data = readData();
  const siteUrl = readSiteUrl();
  await prepare();
  const templates = buildTemplates();
  const {buildSite} = await import("./site.js");
  const site = buildSite(data, {siteUrl});
  const pictures = [...site.pictures.values()];
  const [drawnPictures, {pages, drawn}] = await Promise.all([
    drawPictures(pictures, PICTURES),
    templates.then(() => buildPages(data, site)),
  ]);
  linkPictures(pictures, PICTURES, NEXT);
  keepShareImage(site);
  replaceFolder(DIST, NEXT);
  console.log(
    `${pages} pages in ${relative(join(WEBSITE, ".."), DIST)}, ${drawn} of them new or changed; ` +
      `${pictures.length} pictures, ${drawnPictures} new or changed`,
  );
  if (siteUrl === null) console.log("no site_url is set: pictures and links have no absolute address");
}

async function buildPages(data, site) {
  const {postprocess} = await import("./postprocess.js");
  return postprocess(NEXT, data, {site, before: {folder: DIST, digests: DIGESTS}});
}

/** The address of the one picture that earlier editions had. */
function keepShareImage(site) {
  const picture = pictureOf(site, "index");
  if (picture) link(join(PICTURES, picture.name), join(NEXT, "share.png"));
}

/**
 * Framework's part: a page of each kind in NEXT. It is a process of its own, so that the site is worked out meanwhile. It
 * says a line a file; only when it fails does anybody want to read them.
 */
function buildTemplates() {
  const environment = {...process.env, OBSERVABLE_TELEMETRY_DISABLE: "true"};
  const done = run(process.execPath, [OBSERVABLE, "build"], {cwd: WEBSITE, env: environment}).catch((error) => {
    throw new SiteError(`Observable Framework could not build the site:\n${error.stdout}${error.stderr}`);
  });
  done.catch(() => {}); // whoever waits for it hears of it; an error before that is the one to tell
  return done;
}

try {
  await build();
} catch (error) {
  if (!(error instanceof SiteError)) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
