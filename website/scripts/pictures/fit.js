// Texts that fit: in the largest size in which they do, in lines that are about even, cut only where nothing else helps.

import {measure} from "./fonts.js";

// Where a text may be broken: after a space, and around letters that are written without spaces.
const WORD =
  /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef][\u3001\u3002\uff01\uff1f\u300d\u300f\u3011\u30fc]*|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+\s?|\s/gu;
/** What comes after the name of a show, and the number of its season, which stays. */
const SUBTITLE = /(: | – | - | ~).*$/u;
const NUMBER = / (?:Season|Part|Cour) \d+$/u;
const MIN_NAME = 3;

/**
 * A title without its subtitle: "JUJUTSU KAISEN Season 3: The Culling Game Part 1" → "JUJUTSU KAISEN Season 3",
 * "Frieren: Beyond Journey’s End Season 2" → "Frieren Season 2".
 */
export function shorten(title) {
  const name = title.replace(SUBTITLE, "").trim();
  if (name.length < MIN_NAME) return title;
  return NUMBER.test(name) || name === title ? name : `${name}${title.match(NUMBER) ?? ""}`;
}

/** The name by which a title is known where there is little room: without its subtitle, season and year. */
export const nickname = (title) =>
  shorten(title)
    .replace(/ (?:(?:Final )?Season|Part|Cour|\(\d{4}\)).*$/iu, "")
    .trim() || title;

/** A text on one line of `room` px: whole, without its subtitle, or cut with an ellipsis. */
export function fitLine(text, font, room) {
  const whole = [text, shorten(text)].find((candidate) => measure(candidate, font) <= room);
  return whole ?? truncate(text, font, room);
}

/** As much of a text as fits, with an ellipsis where it was cut. */
export function truncate(text, font, room) {
  if (measure(text, font) <= room) return text;
  const letters = [...text];
  let left = room - measure("…", font);
  const over = letters.findIndex((letter) => (left -= measure(letter, font)) < 0);
  return `${letters.slice(0, over).join("").trimEnd()}…`;
}

/** A text in at most `maxLines` lines no wider than `room` px, or null; the lines are as even as they can be. */
export function wrap(text, font, {room, maxLines}) {
  if (measure(text, font) <= room) return [text];
  const words = splitWords(text, font);
  const lines = breakLines(words, room);
  if (lines.length > maxLines || lines.some(({width}) => width > room)) return null;
  let [low, high] = [room / 2, room];
  while (high - low > 4) {
    const middle = (low + high) / 2;
    const narrow = breakLines(words, middle);
    if (narrow.length <= lines.length && narrow.every(({width}) => width <= middle)) high = middle;
    else low = middle;
  }
  return breakLines(words, high).map((line) => line.text);
}

/** The parts that stay together, `{text, width, gap}`: `gap` is the width of the space after it. */
function splitWords(text, font) {
  return [...text.matchAll(WORD)].map(([word]) => {
    const whole = word.trimEnd();
    const width = measure(whole, font);
    return {text: word, width, gap: word === whole ? 0 : measure(word, font) - width};
  });
}

/** Words in lines, `{text, width}`, each as full as `room` allows. */
function breakLines(words, room) {
  const lines = [];
  let gap = 0;
  for (const word of words) {
    const line = lines.at(-1);
    if (line && line.width + gap + word.width <= room) {
      line.text += word.text;
      line.width += gap + word.width;
    } else {
      lines.push({text: word.text, width: word.width});
    }
    gap = word.gap;
  }
  return lines.map(({text, width}) => ({text: text.trimEnd(), width}));
}

/**
 * A text as `{lines, size}`, in the first of `steps` (`[size, maxLines]`) in which it fits `room` px. `texts` are the ways
 * to say it, the best first: all of them are tried in a size before a smaller one is. Where none fits, the last is cut.
 */
export function fitText(texts, steps, {room, bold = false, spacing = 0}) {
  for (const [size, maxLines] of steps) {
    for (const text of texts) {
      const lines = wrap(text, {size, bold, spacing}, {room, maxLines});
      if (lines) return {lines, size};
    }
  }
  const [size, maxLines] = steps.at(-1);
  return {lines: cutLines(texts.at(-1), {size, bold, spacing}, {room, maxLines}), size};
}

/** The same for a title: rather small and whole than without its subtitle. */
export function fitTitle(title, steps, style) {
  const isWhole = steps.some(([size, maxLines]) => wrap(title, {size, bold: style.bold}, {room: style.room, maxLines}));
  return fitText([isWhole ? title : shorten(title)], steps, style);
}

/** As many lines as there may be, the last of them cut; a word longer than a line is cut there too. */
function cutLines(text, font, {room, maxLines}) {
  const lines = breakLines(splitWords(text, font), room).map((line) => line.text);
  const kept = lines.slice(0, maxLines - 1);
  // The rest as it was written: what is put together from lines has lost its spaces.
  const rest = text.slice(kept.reduce((at, line) => text.indexOf(line, at) + line.length, 0)).trim();
  return [...kept, rest].filter(Boolean).map((line) => truncate(line, font, room));
}
