// The whole build of the site:
//
//   src/data ── read, checked ─► prepare ─► Framework: src ─► dist.next ─► postprocess: pages, files ─► dist
//
// It stops with one line when the data are not whole; a build that fails leaves the site that was there as it was.

import {execFileSync} from "node:child_process";
import {renameSync, rmSync} from "node:fs";
import {join, relative} from "node:path";
import {fileURLToPath} from "node:url";
import {readData} from "./data.js";
import {SiteError} from "./errors.js";
import {prepare} from "./prepare.js";
import {readSiteUrl} from "./settings.js";

const WEBSITE = fileURLToPath(new URL("..", import.meta.url));
const OBSERVABLE = join(WEBSITE, "node_modules/@observablehq/framework/dist/bin/observable.js");
const NEXT = join(WEBSITE, "dist.next");
const DIST = join(WEBSITE, "dist");
/** What the pages in DIST were made from. */
const DIGESTS = join(WEBSITE, "dist.pages.json");

async function build() {
  const data = readData();
  const site = readSiteUrl();
  await prepare();
  framework();
  const {postprocess} = await import("./postprocess.js");
  const {pages, drawn} = postprocess(NEXT, data, {siteUrl: site, before: {folder: DIST, digests: DIGESTS}});
  rmSync(DIST, {recursive: true, force: true});
  renameSync(NEXT, DIST);
  console.log(`${pages} pages in ${relative(join(WEBSITE, ".."), DIST)}, ${drawn} of them new or changed`);
  if (site === null) console.log("no site_url is set: share images and links have no absolute address");
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
