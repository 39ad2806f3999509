// The whole build of the site:
//
//   src/data ── read, checked ─► prepare ─► Framework: src ─► dist.next ─► postprocess: pages, files ─► dist
//                     └── pictures, meanwhile, in threads of their own ─► dist.pictures ─────────────────┘
//
// It stops with one line when the data are not whole; a build that fails leaves the site that was there as it was.

import {execFileSync} from "node:child_process";
import {renameSync, rmSync} from "node:fs";
import {join, relative} from "node:path";
import {fileURLToPath} from "node:url";
import {readData} from "./data.js";
import {SiteError} from "./errors.js";
import {drawPictures, link, linkPictures} from "./pictures/draw.js";
import {pictureOf} from "./pictures/list.js";
import {prepare} from "./prepare.js";
import {readSiteUrl} from "./settings.js";

const WEBSITE = fileURLToPath(new URL("..", import.meta.url));
const OBSERVABLE = join(WEBSITE, "node_modules/@observablehq/framework/dist/bin/observable.js");
const NEXT = join(WEBSITE, "dist.next");
const DIST = join(WEBSITE, "dist");
/** What the pages in DIST were made from. */
const DIGESTS = join(WEBSITE, "dist.pages.json");

/** The pictures that were drawn, by the names of their files. */
const PICTURES = join(WEBSITE, "dist.pictures");

async function build() {
  const data = readData();
  const siteUrl = readSiteUrl();
  const {buildSite} = await import("./site.js");
  const site = buildSite(data, {siteUrl});
  const pictures = [...site.pictures.values()];
  const [drawnPictures, {pages, drawn}] = await Promise.all([drawPictures(pictures, PICTURES), buildPages(data, site)]);
  linkPictures(pictures, PICTURES, NEXT);
  keepShareImage(site);
  rmSync(DIST, {recursive: true, force: true});
  renameSync(NEXT, DIST);
  console.log(
    `${pages} pages in ${relative(join(WEBSITE, ".."), DIST)}, ${drawn} of them new or changed; ` +
      `${pictures.length} pictures, ${drawnPictures} new or changed`,
  );
  if (siteUrl === null) console.log("no site_url is set: pictures and links have no absolute address");
}

async function buildPages(data, site) {
  await prepare();
  framework();
  const {postprocess} = await import("./postprocess.js");
  return postprocess(NEXT, data, {site, before: {folder: DIST, digests: DIGESTS}});
}

/** The address of the one picture that earlier editions had. */
function keepShareImage(site) {
  const picture = pictureOf(site, "index");
  if (picture) link(join(PICTURES, picture.name), join(NEXT, "share.png"));
}

/** Framework says a line a file; only when it fails does anybody want to read them. */
function framework() {
  const environment = {...process.env, OBSERVABLE_TELEMETRY_DISABLE: "true"};
  try {
    execFileSync(process.execPath, [OBSERVABLE, "build"], {cwd: WEBSITE, env: environment, stdio: "pipe"});
  } catch (error) {
    throw new SiteError(`Observable Framework could not build the site:\n${error.stdout}${error.stderr}`);
  }
}

try {
  await build();
} catch (error) {
  if (!(error instanceof SiteError)) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
