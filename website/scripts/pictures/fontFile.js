// A TrueType font as its file is laid out: which letters it has, how wide they are, and the same font with few of them.
//
// The OpenType specification 1.9: the table directory, cmap (format 12), hmtx, loca and glyf.

import {readFileSync} from "node:fs";

const TABLE_RECORD = 16;
/** What drawing needs; GPOS, which moves few pairs by a pixel or two, is larger than all of them together. */
const KEPT_TABLES = ["OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name"];

export class FontFile {
  #bytes;
  #tables;
  #glyphs;

  constructor(path) {
    this.#bytes = readFileSync(path);
    this.#tables = readTables(this.#bytes);
    this.#glyphs = readGlyphs(this.#bytes, this.#tables.get("cmap").offset);
  }

  /** Whether there is a shape for a letter. */
  has = (letter) => this.#glyphs.has(letter.codePointAt(0));

  /** The width (em) of a letter; that of the shape for missing ones, when it has none. */
  widthOf(letter) {
    const glyph = this.#glyphs.get(letter.codePointAt(0)) ?? 0;
    const metrics = this.#number("hhea", 34, 2);
    return this.#number("hmtx", 4 * Math.min(glyph, metrics - 1), 2) / this.#number("head", 18, 2);
  }

  /**
   * The font with the shapes of `letters` only, as a file's bytes; all other letters are blank.
   * A letter's number stays, so that its widths and its parts need not change.
   */
  keep(letters) {
    const codes = [...letters].map((letter) => letter.codePointAt(0)).filter((code) => this.#glyphs.has(code));
    const mapping = codes.sort((a, b) => a - b).map((code) => [code, this.#glyphs.get(code)]);
    const kept = new Set([0, ...mapping.map(([, glyph]) => glyph)]);
    // A set goes on with what is added to it meanwhile: the parts of parts.
    for (const glyph of kept) for (const part of listParts(this.#outlineOf(glyph))) kept.add(part);
    const outlines = Array.from({length: this.#number("maxp", 4, 2)}, (_, glyph) =>
      kept.has(glyph) ? this.#outlineOf(glyph) : Buffer.alloc(0),
    );
    const head = Buffer.from(this.#table("head"));
    head.writeInt16BE(1, 50); // loca has 32 bits
    const changed = {cmap: writeMapping(mapping), head, glyf: Buffer.concat(outlines), loca: writeLocations(outlines)};
    const names = KEPT_TABLES.filter((name) => this.#tables.has(name));
    return writeFont(names.map((name) => [name, changed[name] ?? this.#table(name)]));
  }

  #table(name) {
    const {offset, length} = this.#tables.get(name);
    return this.#bytes.subarray(offset, offset + length);
  }

  #number = (name, at, size) => this.#bytes.readUIntBE(this.#tables.get(name).offset + at, size);

  #outlineOf(glyph) {
    const isLong = this.#number("head", 50, 2) === 1;
    const locate = (index) => (isLong ? this.#number("loca", 4 * index, 4) : 2 * this.#number("loca", 2 * index, 2));
    return this.#table("glyf").subarray(locate(glyph), locate(glyph + 1));
  }
}

function readTables(bytes) {
  const records = Array.from({length: bytes.readUInt16BE(4)}, (_, i) => 12 + TABLE_RECORD * i);
  return new Map(
    records.map((at) => [
      bytes.toString("latin1", at, at + 4),
      {offset: bytes.readUInt32BE(at + 8), length: bytes.readUInt32BE(at + 12)},
    ]),
  );
}

/** The number of each letter's shape, a Map by code point. */
function readGlyphs(bytes, cmap) {
  const subtables = Array.from({length: bytes.readUInt16BE(cmap + 2)}, (_, i) => bytes.readUInt32BE(cmap + 8 + 8 * i));
  const table = cmap + subtables.find((offset) => bytes.readUInt16BE(cmap + offset) === 12);
  const glyphs = new Map();
  for (let i = 0; i < bytes.readUInt32BE(table + 12); i++) {
    const [first, last, glyph] = [0, 4, 8].map((at) => bytes.readUInt32BE(table + 16 + 12 * i + at));
    for (let code = first; code <= last; code++) glyphs.set(code, glyph + code - first);
  }
  return glyphs;
}

/** The shapes that an outline is put together from ("ä" from "a" and two dots). */
function listParts(outline) {
  if (outline.length === 0 || outline.readInt16BE(0) >= 0) return [];
  const [WORDS, SCALE, MORE, TWO_SCALES, MATRIX] = [0x1, 0x8, 0x20, 0x40, 0x80];
  const parts = [];
  let [at, flags] = [10, MORE];
  while (flags & MORE) {
    flags = outline.readUInt16BE(at);
    parts.push(outline.readUInt16BE(at + 2));
    const scale = flags & SCALE ? 2 : flags & TWO_SCALES ? 4 : flags & MATRIX ? 8 : 0;
    at += 4 + (flags & WORDS ? 4 : 2) + scale;
  }
  return parts;
}

/** A cmap table of `[code point, glyph]`, in order. */
function writeMapping(mapping) {
  const header = [1, (3 << 16) | 10, 12]; // version 0 with one table: Windows, all of Unicode; it follows at byte 12
  const table = [12 << 16, 16 + 12 * mapping.length, 0, mapping.length];
  const words = [...header, ...table, ...mapping.flatMap(([code, glyph]) => [code, code, glyph])];
  const bytes = Buffer.alloc(4 * words.length);
  for (const [index, word] of words.entries()) bytes.writeUInt32BE(word, 4 * index);
  return bytes;
}

function writeLocations(outlines) {
  const table = Buffer.alloc(4 * (outlines.length + 1));
  let end = 0;
  for (const [index, {length}] of outlines.entries()) table.writeUInt32BE((end += length), 4 * (index + 1));
  return table;
}

/** A font file of `[name, bytes]`; who reads it here checks no checksums, and they are left 0. */
function writeFont(tables) {
  const directory = Buffer.alloc(12 + TABLE_RECORD * tables.length);
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(tables.length, 4);
  let offset = directory.length;
  const bodies = tables.map(([name, bytes], i) => {
    directory.write(name, 12 + TABLE_RECORD * i, "latin1");
    directory.writeUInt32BE(offset, 12 + TABLE_RECORD * i + 8);
    directory.writeUInt32BE(bytes.length, 12 + TABLE_RECORD * i + 12);
    const padding = Buffer.alloc((4 - (bytes.length % 4)) % 4);
    offset += bytes.length + padding.length;
    return [bytes, padding];
  });
  return Buffer.concat([directory, ...bodies.flat()]);
}
