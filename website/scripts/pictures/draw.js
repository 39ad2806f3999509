// Draws pictures as PNG files, on all processors, and none again that is there already.
//
//   sources ── in the folder of the build before? ── yes ─► linked into the site
//                   └── no ─► workers (drawWorker.js) ─► the folder

import {createHash} from "node:crypto";
import {existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {createRequire} from "node:module";
import {availableParallelism} from "node:os";
import {dirname, join} from "node:path";
import {Worker} from "node:worker_threads";
import {SiteError} from "../errors.js";
import {readJsonOrNull, replaceFile} from "../swap.js";
import {makeSmallFonts} from "./fonts.js";

const WORKER = new URL("./drawWorker.js", import.meta.url);
const INDEX = "index.json";
const FONTS = "fonts.next";
/** A worker costs as much as a few pictures. */
const MIN_JOBS = 8;

/** What makes the pixels of a source: with another version of any of them all pictures are drawn again. */
const RENDERER = [
  ...["@resvg/resvg-js", "@expo-google-fonts/noto-sans", "@expo-google-fonts/biz-udpgothic"].map(
    (name) => `${name} ${createRequire(import.meta.url)(`${name}/package.json`).version}`,
  ),
  ...["./png.js", "./fonts.js", "./fontFile.js"].map((name) => hash(readFileSync(new URL(name, import.meta.url)))),
].join(", ");

/**
 * Draw those of `pictures` (`{name, source}`) that are not in `folder` as they were drawn there, and take away the others
 * that are. Returns how many were drawn.
 */
export async function drawPictures(pictures, folder) {
  const index = readIndex(folder);
  const todo = pictures.filter(({name}) => !isWhole(join(folder, name), index[name]));
  const drawn = todo.length > 0 ? await drawAll(todo, folder) : [];
  const digests = {...index, ...Object.fromEntries(drawn)};
  clean(folder, new Set([...pictures.map(({name}) => name), INDEX]));
  const files = Object.fromEntries(pictures.map(({name}) => [name, digests[name]]));
  replaceFile(join(folder, INDEX), JSON.stringify({renderer: RENDERER, files}));
  return todo.length;
}

/** Put all `pictures` from `folder` into the site. */
export function linkPictures(pictures, folder, dist) {
  for (const {name} of pictures) link(join(folder, name), join(dist, name));
}

export function link(from, to) {
  mkdirSync(dirname(to), {recursive: true});
  linkSync(from, to);
}

function readIndex(folder) {
  mkdirSync(folder, {recursive: true});
  const {renderer, files} = readJsonOrNull(join(folder, INDEX)) ?? {};
  return renderer === RENDERER ? files : {};
}

/** Whether a file is as it was drawn: a build may have been killed, and the site's files are the same ones. */
const isWhole = (path, digest) => digest !== undefined && existsSync(path) && hash(readFileSync(path)) === digest;

function hash(content) {
  return createHash("sha256").update(content).digest("hex");
}

async function drawAll(pictures, folder) {
  // Here and not among the system's temporary folders: what a killed build has left, the next one finds and replaces.
  const fontFolder = join(folder, FONTS);
  rmSync(fontFolder, {recursive: true, force: true});
  mkdirSync(fontFolder, {recursive: true});
  try {
    const fonts = writeFonts(fontFolder, pictures);
    const workers = Math.min(availableParallelism(), Math.ceil(pictures.length / MIN_JOBS));
    const shares = Array.from({length: workers}, (_, i) => pictures.filter((__, at) => at % workers === i));
    return (await Promise.all(shares.map((share) => drawShare(share, {folder, fonts})))).flat();
  } finally {
    rmSync(fontFolder, {recursive: true, force: true});
  }
}

/**
 * resvg reads a font's whole file for each letter that it draws: with files of the letters that are needed, a picture
 * takes 10 ms instead of 120.
 */
function writeFonts(folder, pictures) {
  const letters = new Set(pictures.flatMap(({source}) => [...new Set(source)]));
  return makeSmallFonts([...letters].join("")).map(([name, bytes]) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  });
}

/** One worker's share; resolves to `[name, SHA-256]` of each. */
function drawShare(pictures, {folder, fonts}) {
  const jobs = pictures.map(({name, source}) => ({name, source}));
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, {workerData: {jobs, folder, fonts}});
    worker.once("message", resolve);
    worker.once("error", (error) => reject(new SiteError(`a picture cannot be drawn: ${error.message}`)));
  });
}

/** Take away what is in a folder and is not named. */
function clean(folder, names) {
  for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true})) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && !names.has(path.slice(folder.length + 1))) rmSync(path);
  }
}
