// How much room text takes, estimated without a browser, and how it is broken or cut to fit.

const THIN = /[iIljI'|.,:;! ]/;
const NARROW = /[frt()[\]\-"/]/;
const WIDE = /[mMwW@%…]/;
const FULL = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\uff60\uffe0-\uffe6\u{10000}-\u{10ffff}]/u;
const CAPITAL = /\p{Lu}/u;

/** The width (px) of text in a font of so many px: rather too much than too little, as the widest common fonts have it. */
export function textWidth(text, size) {
  return size * [...text].reduce((sum, letter) => sum + letterWidth(letter), 0);
}

/** Widths (em) of the letters that most titles are made of, so that they are looked at once. */
const COMMON = new Map(
  Array.from({length: 95}, (_, i) => String.fromCharCode(32 + i)).map((one) => [one, estimated(one)]),
);

const letterWidth = (letter) => COMMON.get(letter) ?? estimated(letter);

function estimated(letter) {
  if (THIN.test(letter)) return 0.33;
  if (NARROW.test(letter)) return 0.42;
  if (WIDE.test(letter)) return 1;
  if (FULL.test(letter)) return 1.05;
  return CAPITAL.test(letter) ? 0.76 : 0.635;
}

/** Text in lines no wider than `room`, broken at spaces; null when it does not fit in `most` lines. */
export function wrapped(text, size, room, most) {
  const lines = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && textWidth(longer, size) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
    if (lines.length > most || textWidth(lines.at(-1), size) > room) return null;
  }
  return lines.length > 0 ? lines : null;
}

/** As much of the text as fits into `room`, with an ellipsis where it was cut. */
export function cut(text, size, room) {
  const whole = text.trim();
  if (textWidth(whole, size) <= room) return whole;
  let left = room / size - letterWidth("…");
  const letters = [...whole];
  const over = letters.findIndex((letter) => (left -= letterWidth(letter)) < 0);
  return `${letters.slice(0, over).join("").trimEnd()}…`;
}
