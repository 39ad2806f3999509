// Pictures are drawn once: as PNG files of their size, the same bytes each time, and not again while nothing changed.

import assert from "node:assert/strict";
import {existsSync, mkdirSync, readFileSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {Resvg} from "@resvg/resvg-js";
import {SiteError} from "../../scripts/errors.js";
import {drawPictures, linkPictures} from "../../scripts/pictures/draw.js";
import {COLORS} from "../../scripts/pictures/canvas.js";
import {buildSite} from "../../scripts/site.js";
import {buildDocuments} from "../fixtures/documents.js";
import {makeFolder} from "../fixtures/folders.js";

const ROOT = makeFolder();

const PICTURES = [...buildSite(buildDocuments()).pictures.values()];
const FOLDER = join(ROOT, "pictures");
const read = (name, folder = FOLDER) => readFileSync(join(folder, name));

test("each is a PNG of its size", async () => {
  assert.equal(await drawPictures(PICTURES, FOLDER), PICTURES.length);
  for (const {name, width, height} of PICTURES) {
    const png = read(name);
    assert.equal(png.subarray(0, 8).toString("latin1"), "\x89PNG\r\n\x1a\n");
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [width, height], name);
  }
});

test("none is drawn again, and the site has the same files", async () => {
  assert.equal(await drawPictures(PICTURES, FOLDER), 0);
  linkPictures(PICTURES, FOLDER, join(ROOT, "dist"));
  for (const {name} of PICTURES) assert.equal(statSync(join(ROOT, "dist", name)).ino, statSync(join(FOLDER, name)).ino);
});

test("the same source is the same bytes, also in another folder", async () => {
  const other = join(ROOT, "other");
  await drawPictures(PICTURES.slice(0, 3), other);
  for (const {name} of PICTURES.slice(0, 3)) assert.ok(read(name).equals(read(name, other)), name);
});

test("what was changed or is half written is drawn again, what is not needed any more goes", async () => {
  const [first, second, ...others] = PICTURES;
  const [whole, folder] = [read(first.name), join(ROOT, "changing")];
  await drawPictures([first, second], folder);
  writeFileSync(join(folder, first.name), whole.subarray(0, 100));
  assert.equal(await drawPictures([first, others[0]], folder), 2);
  assert.ok(read(first.name, folder).equals(whole));
  assert.ok(!existsSync(join(folder, second.name)));
});

test("what a killed build has left, half an index and its fonts, is no hindrance and does not stay", async () => {
  const [folder, picture] = [join(ROOT, "killed"), PICTURES[0]];
  mkdirSync(join(folder, "fonts.next"), {recursive: true});
  writeFileSync(join(folder, "fonts.next", "half.ttf"), "x");
  writeFileSync(join(folder, "index.json"), '{"renderer": "');
  assert.equal(await drawPictures([picture], folder), 1);
  assert.ok(read(picture.name, folder).equals(read(picture.name)));
  assert.ok(!existsSync(join(folder, "fonts.next")));
});

test("a source that is none is an error in a line", async () => {
  await assert.rejects(drawPictures([{name: "picture/x.png", source: "<svg"}], join(ROOT, "broken")), SiteError);
});

/** How many pixels of a PNG have each colour, as a map of `#rrggbb`. */
function countPixels(png, {width, height}) {
  const data = `data:image/png;base64,${png.toString("base64")}`;
  const size = `width="${width}" height="${height}"`;
  const {pixels} = new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg" ${size}><image ${size} href="${data}"/></svg>`,
  ).render();
  const counts = new Map();
  for (let at = 0; at < pixels.length; at += 4) {
    const color = `#${pixels.subarray(at, at + 3).toString("hex")}`;
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  return counts;
}

test("shows are drawn in their colours", () => {
  const week = PICTURES.find(({name}) => name.startsWith("picture/week/2025-W40-") && !name.includes("tall"));
  const counts = countPixels(read(week.name), week);
  for (const name of ["--page", "--hue-1", "--hue-2", "--hue-3"]) assert.ok(counts.get(COLORS[name]) > 1000, name);
});
