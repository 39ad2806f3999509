// A build that was killed leaves a whole site, and files that the next build can read.

import assert from "node:assert/strict";
import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {beforeEach, test} from "node:test";
import {readJsonOrNull, recoverFolder, replaceFile, replaceFolder} from "../../scripts/swap.js";
import {makeFolder} from "../fixtures/folders.js";

const ROOT = makeFolder();

const [DIST, NEXT, OLD] = ["dist", "dist.next", "dist.old"].map((name) => join(ROOT, name));
const read = () => readFileSync(join(DIST, "index.html"), "utf8");

function makeSite(folder, text) {
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, "index.html"), text);
}

beforeEach(() => {
  for (const name of readdirSync(ROOT)) rmSync(join(ROOT, name), {recursive: true});
});

test("the new site takes the place of the old one, and nothing is left beside it", () => {
  for (const text of ["first", "second"]) {
    makeSite(NEXT, text);
    replaceFolder(DIST, NEXT);
    assert.equal(read(), text);
    assert.deepEqual(readdirSync(ROOT), ["dist"]);
  }
});

test("killed between the two renames, the old site comes back", () => {
  makeSite(DIST, "old");
  makeSite(NEXT, "new");
  renameSync(DIST, OLD);
  recoverFolder(DIST);
  assert.equal(read(), "old");
  assert.ok(!existsSync(OLD));
});

test("killed after them, the new one stays", () => {
  makeSite(DIST, "new");
  makeSite(OLD, "old");
  recoverFolder(DIST);
  assert.equal(read(), "new");
  assert.ok(!existsSync(OLD));
});

test("a file is replaced whole; one that is missing or was cut short is as none", () => {
  const path = join(ROOT, "pages.json");
  assert.equal(readJsonOrNull(path), null);
  replaceFile(path, '{"show/21": {}}');
  assert.deepEqual(readJsonOrNull(path), {"show/21": {}});
  for (const text of ["", '{"show/21": {']) {
    writeFileSync(path, text);
    assert.equal(readJsonOrNull(path), null);
  }
  assert.deepEqual(readdirSync(ROOT), ["pages.json"]);
});
