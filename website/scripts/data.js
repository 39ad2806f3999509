// What the ETL published, read only when it is complete: every file that the manifest lists, unchanged, and no other.

import {createHash} from "node:crypto";
import {existsSync, readdirSync, readFileSync, renameSync, statSync} from "node:fs";
import {basename, dirname, join, relative, sep} from "node:path";
import {fileURLToPath} from "node:url";
import {replaceControls, replaceLooseControls} from "../src/components/lib/controls.js";
import {SiteError} from "./errors.js";

export const DATA = fileURLToPath(new URL("../src/data", import.meta.url));

const AGAIN = "run `nyaastats etl` again";

/**
 * The published documents, each as `nyaastats/publish/contracts` describes it: `{manifest, schema, report, seasons, shows,
 * records, projections, events, corrections, films, weeks, rankings, seasonShows, groups, pages}`; `weeks` is a list, the
 * oldest first, and the last four are Maps by a season's slug or, `pages`, by a show's id. `digests` is a Map from a
 * file's name to its SHA-256.
 *
 * Throws a SiteError when the folder is missing or empty, or when a file is not the one that the manifest lists.
 */
export function readData(folder = DATA) {
  recover(folder);
  const manifest = parseDocument(folder, "manifest.json");
  if (!Array.isArray(manifest?.files)) throw staleError(folder, "manifest.json", "cannot be read: it lists no files");
  verifyFiles(folder, manifest);
  const documents = readDocuments(
    folder,
    manifest.files.map(({name}) => name),
  );
  verifySameRun(folder, manifest, documents);
  return {manifest, ...documents, digests: new Map(manifest.files.map(({name, sha256}) => [name, sha256]))};
}

const SINGLE = ["schema", "report", "seasons", "shows", "records", "projections", "events", "corrections", "films"];

function readDocuments(folder, names) {
  const read = (name) => parseDocument(folder, name);
  const weeks = names.filter((name) => name.startsWith("weeks/")).sort();
  const pages = names.filter((name) => name.startsWith("shows/"));
  const single = Object.fromEntries(SINGLE.map((name) => [name, read(`${name}.json`)]));
  const bySeason = (file) =>
    new Map(single.seasons.seasons.map(({slug}) => [slug, read(`seasons/${slug}/${file}.json`)]));
  return {
    ...single,
    weeks: weeks.map(read),
    rankings: bySeason("rankings"),
    seasonShows: bySeason("shows"),
    groups: bySeason("groups"),
    pages: new Map(pages.map((name) => [Number(basename(name, ".json")), read(name)])),
  };
}

/**
 * The ETL swaps the new folder in by two renames; a run that died between them left the last good output beside the
 * folder, under a name of its own: put it back.
 */
export function recover(folder) {
  const old = join(dirname(folder), `.${basename(folder)}.nyaastats-old`);
  const empty = !existsSync(folder) || readdirSync(folder).length === 0;
  if (empty && existsSync(old)) renameSync(old, folder);
}

function parseDocument(folder, name) {
  const path = join(folder, name);
  if (!existsSync(path)) {
    throw new SiteError(
      `${JSON.stringify(name)} is not in ${displayPath(folder)}: nothing to show yet; ${AGAIN}, or \`make demo\``,
    );
  }
  try {
    return parseText(readFileSync(path, "utf8"));
  } catch (error) {
    throw staleError(folder, name, `cannot be read: ${error.message.split("\n")[0]}`);
  }
}

/** Feeds, tables and pictures take a document's texts as they are read: only elements are guarded by lib/dom.js. */
const parseText = (text) => {
  // A document with an escape is rare, and looking at every value takes five times as long.
  const mayAct = /\\[bfu]/.test(text) || replaceControls(text) !== text;
  return mayAct
    ? JSON.parse(text, (_, value) => (typeof value === "string" ? replaceLooseControls(value) : value))
    : JSON.parse(text);
};

function verifyFiles(folder, manifest) {
  const listed = new Map(manifest.files.map((file) => [file.name, file]));
  const present = listFiles(folder).filter((name) => name !== "manifest.json");
  const missing = manifest.files.find((file) => !present.includes(file.name));
  if (missing) throw staleError(folder, missing.name, "is listed in manifest.json and is not there");
  const unlisted = present.find((name) => !listed.has(name));
  if (unlisted) throw staleError(folder, unlisted, "is not listed in manifest.json");
  const changed = manifest.files.find((file) => hashFile(join(folder, file.name)) !== file.sha256);
  if (changed) throw staleError(folder, changed.name, "is not the file that manifest.json describes");
}

/** An earlier season that is settled ends with its last week; all else is of the run. */
function verifySameRun(folder, manifest, {report, seasons, shows, projections, corrections, rankings}) {
  const current = {[`seasons/${seasons.current}/rankings`]: rankings.get(seasons.current)};
  for (const [name, document] of Object.entries({report, seasons, shows, projections, corrections, ...current})) {
    if (document.data_until !== manifest.data_until) {
      throw staleError(folder, `${name}.json`, "is of another run than manifest.json");
    }
  }
  if (report.synthetic === undefined) {
    const what = "does not say whether its numbers are synthetic: an older nyaastats wrote it";
    throw staleError(folder, "report.json", what);
  }
}

const staleError = (folder, name, what) =>
  new SiteError(`${JSON.stringify(name)} in ${displayPath(folder)} ${what}; ${AGAIN}`);

const displayPath = (folder) => relative(process.cwd(), folder) || folder;

const hashFile = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

function listFiles(folder) {
  return readdirSync(folder, {recursive: true})
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.split(sep).join("/"));
}
