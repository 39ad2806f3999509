// The letters of all pictures: the same on every machine, from packages, measured from the files that draw them.
//
//   Noto Sans         Latin, Greek, Cyrillic: regular and bold
//   BIZ UDPGothic     Japanese and most Chinese: the smallest package with two weights (6 MB; Noto Sans JP has 29 MB)

import {createRequire} from "node:module";
import {FontFile} from "./fontFile.js";

export const FAMILY = "Noto Sans";
const JAPANESE = "BIZ UDPGothic";
const FILES = {
  [FAMILY]: ["noto-sans/400Regular/NotoSans_400Regular.ttf", "noto-sans/700Bold/NotoSans_700Bold.ttf"],
  [JAPANESE]: [
    "biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf",
    "biz-udpgothic/700Bold/BIZUDPGothic_700Bold.ttf",
  ],
};
// Neither has a shape nor a width: variation selectors and joiners, which emoji are written with.
const INVISIBLE = /[\u200b-\u200f\u2060]|[\ufe00-\ufe0f]/gu;

/** Nearly all texts: what the first family has for sure. */
const PLAIN = /^[ -~]*$/;

const locate = createRequire(import.meta.url).resolve;
const opened = new Map();

/** The file of a family (`FAMILY` or the Japanese one) in a weight, read once. */
function openFont(family, {bold}) {
  const name = FILES[family][bold ? 1 : 0];
  if (!opened.has(name)) opened.set(name, new FontFile(locate(`@expo-google-fonts/${name}`)));
  return opened.get(name);
}

const letters = new Map();

/** A letter's family, null when none has it, and its widths (em) in both weights: `{family, regular, bold}`. */
function describeLetter(letter) {
  if (!letters.has(letter)) {
    const family = Object.keys(FILES).find((name) => openFont(name, {bold: false}).has(letter)) ?? null;
    const [regular, bold] = [false, true].map((weight) => openFont(family ?? FAMILY, {bold: weight}).widthOf(letter));
    letters.set(letter, {family, regular, bold});
  }
  return letters.get(letter);
}

const familyOf = (letter) => describeLetter(letter).family;

/** The width (px) of a text of `size` px; `spacing` (em) is added to each letter. */
export function measure(text, {size, bold = false, spacing = 0}) {
  let width = 0;
  for (const letter of text) width += describeLetter(letter)[bold ? "bold" : "regular"] + spacing;
  return size * width;
}

/** A text in parts of one family each: `[{family, text}]`; spaces belong to the part before them. */
export function splitByFamily(text) {
  if (PLAIN.test(text)) return [{family: FAMILY, text}];
  const parts = [];
  for (const letter of text) {
    const family = letter === " " && parts.length > 0 ? parts.at(-1).family : (familyOf(letter) ?? FAMILY);
    if (parts.at(-1)?.family === family) parts.at(-1).text += letter;
    else parts.push({family, text: letter});
  }
  return parts;
}

/** Whether every letter of a text has a shape. */
const isWritable = (text) => [...text].every((letter) => familyOf(letter) !== null);

/**
 * The title of a show that can be written with these letters: its own, else the romaji one, else what is left of either
 * without the letters that have no shape, else "?".
 */
export function toWritable({title, romaji = null}) {
  const names = [title, romaji ?? ""].map((name) => name.normalize("NFC").replace(INVISIBLE, "").trim());
  const whole = names.find((name) => name !== "" && isWritable(name));
  return whole ?? (names.map(keepWritable).find((name) => /[\p{L}\p{N}]/u.test(name)) || "?");
}

const keepWritable = (text) =>
  [...text]
    .filter((letter) => familyOf(letter) !== null)
    .join("")
    .replace(/\s+/g, " ")
    .trim();

/** A name as it is, or null when it has letters without a shape. */
export const writableOrNull = (name) => (name && isWritable(name) ? name : null);

/** The fonts with the shapes of the letters of `text` alone: `[file name, bytes]`. */
export const makeSmallFonts = (text) =>
  Object.keys(FILES).flatMap((family) =>
    [false, true].map((bold) => [`${family} ${bold ? "bold" : "regular"}.ttf`, openFont(family, {bold}).keep(text)]),
  );
