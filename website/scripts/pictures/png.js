// An SVG as a PNG (W3C PNG, third edition).
//
// Written here because resvg's own encoder takes four times as long as the fastest level of zlib, which makes smaller
// files of these flat pictures.

import {deflateSync} from "node:zlib";
import {Resvg} from "@resvg/resvg-js";
import {FAMILY} from "./fonts.js";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const [RGBA, PIXEL] = [6, 4];
const FASTEST = 1;

/** The bytes of `source`, whose letters are in the font files `fonts`; the same on every machine. */
export function drawPng(source, fonts) {
  const options = {font: {fontFiles: fonts, loadSystemFonts: false, defaultFontFamily: FAMILY}};
  const {width, height, pixels} = new Resvg(source, options).render();
  return Buffer.concat([
    SIGNATURE,
    writeChunk("IHDR", describeImage(width, height)),
    writeChunk("IDAT", deflateSync(markRows(pixels, width * PIXEL), {level: FASTEST})),
    writeChunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Size, 8 bits a colour, with opacity; no other way of packing and no interlacing. */
function describeImage(width, height) {
  const bytes = Buffer.alloc(13);
  bytes.writeUInt32BE(width, 0);
  bytes.writeUInt32BE(height, 4);
  bytes.writeUInt8(8, 8);
  bytes.writeUInt8(RGBA, 9);
  return bytes;
}

/** Each row begins with a byte that says how it is filtered: 0, not at all. */
function markRows(pixels, length) {
  const rows = Buffer.alloc(pixels.length + pixels.length / length);
  for (let at = 0, to = 0; at < pixels.length; at += length, to += length + 1) {
    pixels.copy(rows, to + 1, at, at + length);
  }
  return rows;
}

function writeChunk(name, bytes) {
  const chunk = Buffer.alloc(bytes.length + 12);
  chunk.writeUInt32BE(bytes.length, 0);
  chunk.write(name, 4, "latin1");
  bytes.copy(chunk, 8);
  chunk.writeUInt32BE(sumBits(chunk.subarray(4, -4)), chunk.length - 4);
  return chunk;
}

const CRC_TABLE = Array.from({length: 256}, (_, byte) => {
  let bits = byte;
  for (let i = 0; i < 8; i++) bits = bits & 1 ? (bits >>> 1) ^ 0xedb88320 : bits >>> 1;
  return bits >>> 0;
});

/** The CRC-32 of ISO 3309 (zlib has it from Node 22 on). */
function sumBits(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ byte) & 0xff];
  return (crc ^ 0xffffffff) >>> 0;
}
