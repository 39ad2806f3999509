// An SVG as a PNG.

import {Resvg} from "@resvg/resvg-js";
import {FAMILY} from "./fonts.js";

/** The bytes of `source`, whose letters are in the font files `fonts`; the same on every machine. */
export const drawPng = (source, fonts) =>
  new Resvg(source, {font: {fontFiles: fonts, loadSystemFonts: false, defaultFontFamily: FAMILY}}).render().asPng();
