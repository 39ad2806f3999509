// Where the site will stand: the environment first, then nyaastats.toml.

import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {test} from "node:test";
import {SiteError} from "../../scripts/errors.js";
import {readSiteUrl} from "../../scripts/settings.js";
import {makeFolder} from "../fixtures/folders.js";

const NOWHERE = join(tmpdir(), "no-such-folder", "nyaastats.toml");

function file(text) {
  const path = join(makeFolder(), "nyaastats.toml");
  writeFileSync(path, text);
  return path;
}

const ACCEPTED = [
  [undefined, null],
  ["", null],
  ["https://example.org", "https://example.org/"],
  ["https://example.org/nyaastats", "https://example.org/nyaastats/"],
  ["https://example.org/nyaastats/", "https://example.org/nyaastats/"],
  ["http://localhost:8000", "http://localhost:8000/"],
];

for (const [stated, expected] of ACCEPTED) {
  test(`${JSON.stringify(stated)} is ${expected}`, () => {
    assert.equal(readSiteUrl({environment: {NYAASTATS_SITE_URL: stated}, file: NOWHERE}), expected);
  });
}

for (const stated of [
  "example.org",
  "ftp://example.org/",
  "javascript:alert(1)",
  "https://example.org/?page=1",
  "https://example.org/#a",
]) {
  test(`${JSON.stringify(stated)} is refused by name`, () => {
    assert.throws(
      () => readSiteUrl({environment: {NYAASTATS_SITE_URL: stated}, file: NOWHERE}),
      (error) => error instanceof SiteError && error.message.includes(JSON.stringify(stated)),
    );
  });
}

test("the file says it when the environment does not", () => {
  const toml = file('season = "fall-2025"\nsite_url = "https://example.org/a"\n');
  assert.equal(readSiteUrl({environment: {}, file: toml}), "https://example.org/a/");
  assert.equal(
    readSiteUrl({environment: {NYAASTATS_SITE_URL: "https://example.org/b"}, file: toml}),
    "https://example.org/b/",
  );
});

test("a file without it, or with a mistake in it", () => {
  assert.equal(readSiteUrl({environment: {}, file: file('season = "fall-2025"\n')}), null);
  assert.throws(() => readSiteUrl({environment: {}, file: file("site_url = \n")}), /nyaastats.toml.*line/s);
});
