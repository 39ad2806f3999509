// The site's icon in the sizes that browsers and phones ask for, drawn from src/icon.svg.

import {readFileSync} from "node:fs";
import {Resvg} from "@resvg/resvg-js";

const ICON = new URL("../src/icon.svg", import.meta.url);
/** Phones cut the corners themselves; what is outside of the icon's own has its colour. */
const GROUND = "#241a3a";
const ICO = {header: 6, entry: 16};

/** The files: `[path in the site, bytes]`. */
export function drawIcons() {
  const source = readFileSync(ICON, "utf8");
  const draw = (size, background) =>
    new Resvg(source, {fitTo: {mode: "width", value: size}, background}).render().asPng();
  return [
    ["favicon.ico", writeIco([16, 32].map((size) => [size, draw(size)]))],
    ["apple-touch-icon.png", draw(180, GROUND)],
  ];
}

/** An icon file of PNG pictures `[size, bytes]`, as Windows Vista and all browsers read it. */
function writeIco(pictures) {
  const head = Buffer.alloc(ICO.header + ICO.entry * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [i, [size, bytes]] of pictures.entries()) {
    const at = ICO.header + ICO.entry * i;
    head.writeUInt8(size, at);
    head.writeUInt8(size, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(bytes.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += bytes.length;
  }
  return Buffer.concat([head, ...pictures.map(([, bytes]) => bytes)]);
}
