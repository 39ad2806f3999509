// What the ETL published, read only when it is whole: every file of the manifest as the manifest says, and no other.

import {createHash} from "node:crypto";
import {existsSync, readdirSync, readFileSync, renameSync, statSync} from "node:fs";
import {basename, dirname, join, relative, sep} from "node:path";
import {fileURLToPath} from "node:url";
import {SiteError} from "./errors.js";

export const DATA = fileURLToPath(new URL("../src/data", import.meta.url));

const AGAIN = "run `nyaastats etl` again";

/**
 * The published documents: `{rankings, shows, report, manifest}`, each as `nyaastats/publish/contracts.py` says.
 *
 * Throws a SiteError when the folder is missing or empty, or when a file is not the one that the manifest lists.
 */
export function readData(folder = DATA) {
  recover(folder);
  const manifest = parsed(folder, "manifest.json");
  if (!Array.isArray(manifest?.files)) throw stale(folder, "manifest.json", "cannot be read: it lists no files");
  agree(folder, manifest);
  const [rankings, shows, report] = ["rankings.json", "shows.json", "report.json"].map((name) => parsed(folder, name));
  sameRun(folder, {manifest, rankings, shows, report});
  return {rankings, shows, report, manifest};
}

/** One show's days, `shows/<id>.json`. */
export const readShowPage = (id, folder = DATA) => parsed(folder, `shows/${id}.json`);

/** A run that died between its two renames left the last good output beside the folder: put it back. */
export function recover(folder) {
  const old = join(dirname(folder), `.${basename(folder)}.nyaastats-old`);
  const empty = !existsSync(folder) || readdirSync(folder).length === 0;
  if (empty && existsSync(old)) renameSync(old, folder);
}

function parsed(folder, name) {
  const path = join(folder, name);
  if (!existsSync(path)) {
    throw new SiteError(
      `${JSON.stringify(name)} is not in ${shown(folder)}: nothing to show yet; ${AGAIN}, or \`make demo\``,
    );
  }
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw stale(folder, name, `cannot be read: ${error.message.split("\n")[0]}`);
  }
}

function agree(folder, manifest) {
  const listed = new Map(manifest.files.map((file) => [file.name, file]));
  const present = filesIn(folder).filter((name) => name !== "manifest.json");
  const missing = manifest.files.find((file) => !present.includes(file.name));
  if (missing) throw stale(folder, missing.name, "is listed in manifest.json and is not there");
  const foreign = present.find((name) => !listed.has(name));
  if (foreign) throw stale(folder, foreign, "is not listed in manifest.json");
  const changed = manifest.files.find((file) => digest(join(folder, file.name)) !== file.sha256);
  if (changed) throw stale(folder, changed.name, "is not the file that manifest.json describes");
}

function sameRun(folder, {manifest, ...documents}) {
  for (const [name, document] of Object.entries(documents)) {
    if (document.data_until !== manifest.data_until) {
      throw stale(folder, `${name}.json`, "is of another run than manifest.json");
    }
  }
  if (documents.report.synthetic === undefined) {
    throw stale(folder, "report.json", "does not say whether its numbers are made up: an older nyaastats wrote it");
  }
}

const stale = (folder, name, what) => new SiteError(`${JSON.stringify(name)} in ${shown(folder)} ${what}; ${AGAIN}`);

const shown = (folder) => relative(process.cwd(), folder) || folder;

const digest = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

function filesIn(folder) {
  return readdirSync(folder, {recursive: true})
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.split(sep).join("/"));
}
