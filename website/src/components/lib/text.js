// How much room text takes, estimated without a browser, and how it is broken or cut to fit.

const THIN = /[iIljI'|.,:;! ]/;
const NARROW = /[frt()[\]\-"/]/;
const WIDE = /[mMwW@%…\ufffd]/;
const FULL = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\uff60\uffe0-\uffe6\u{10000}-\u{10ffff}]/u;
const CAPITAL = /\p{Lu}/u;

/** The width (px) of text in a font of `size` px: rather too much than too little, as in the widest common fonts. */
export function measureText(text, size) {
  return size * [...text].reduce((sum, letter) => sum + letterWidth(letter), 0);
}

/** Widths (em) of ASCII, worked out once: nearly all letters of nearly all titles. */
const COMMON = new Map(
  Array.from({length: 95}, (_, i) => String.fromCharCode(32 + i)).map((letter) => [letter, estimateWidth(letter)]),
);

const letterWidth = (letter) => COMMON.get(letter) ?? estimateWidth(letter);

function estimateWidth(letter) {
  if (THIN.test(letter)) return 0.33;
  if (NARROW.test(letter)) return 0.42;
  if (WIDE.test(letter)) return 1;
  if (FULL.test(letter)) return 1.05;
  return CAPITAL.test(letter) ? 0.76 : 0.635;
}

/**
 * Text in lines no wider than `room` (px), broken at spaces, but not before a last number; null when it does not fit in
 * `maxLines` lines.
 */
export function wrapText(text, size, room, maxLines) {
  const lines = [];
  for (const word of text.split(/\s+(?!\d+$)/).filter(Boolean)) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && measureText(longer, size) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
    if (lines.length > maxLines || measureText(lines.at(-1), size) > room) return null;
  }
  return lines.length > 0 ? lines : null;
}

/** As much of the text as fits into `room` (px), with an ellipsis where it was cut. */
export function truncateText(text, size, room) {
  const whole = text.trim();
  if (measureText(whole, size) <= room) return whole;
  let left = room / size - letterWidth("…");
  const letters = [...whole];
  const over = letters.findIndex((letter) => (left -= letterWidth(letter)) < 0);
  return `${letters.slice(0, over).join("").trimEnd()}…`;
}

/** A title cut to `room` (px): at its colon when it has one, then with an ellipsis. */
export function shortenTitle(title, size, room) {
  if (measureText(title, size) <= room) return title;
  return truncateText(cutTitle(title), size, room);
}

/** A title up to its colon, where it has one. */
export const cutTitle = (title) => title.split(/[:：]/u)[0].trim() || title;

/** A title whose last number never stands alone on a line: "Season 3". */
export const bindNumber = (title) => title.replace(/ (?=\d+$)/, "\u00a0");
