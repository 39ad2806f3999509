// What one build leaves for the next, so that a build that is killed at any moment leaves a whole site and no half file.

import {existsSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";

const oldOf = (folder) => `${folder}.old`;

/**
 * Put the folder `next` in the place of `folder`, by two renames: nobody finds a site of which half is deleted. Killed
 * between the two there is none, and `recoverFolder` puts the old one back.
 */
export function replaceFolder(folder, next) {
  rmSync(oldOf(folder), {recursive: true, force: true});
  if (existsSync(folder)) renameSync(folder, oldOf(folder));
  renameSync(next, folder);
  rmSync(oldOf(folder), {recursive: true, force: true});
}

/** Repair what a killed build left of `replaceFolder`. */
export function recoverFolder(folder) {
  if (!existsSync(folder) && existsSync(oldOf(folder))) renameSync(oldOf(folder), folder);
  rmSync(oldOf(folder), {recursive: true, force: true});
}

/** Write a file that the next build reads: whole or not at all. */
export function replaceFile(path, content) {
  writeFileSync(`${path}.next`, content);
  renameSync(`${path}.next`, path);
}

/** The JSON of such a file; null where there is none, or what stands there was cut short: then all is made anew. */
export function readJsonOrNull(path) {
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
