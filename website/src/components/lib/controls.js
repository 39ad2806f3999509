// Text of strangers, titles and names, as it may stand in a sentence: nothing in it acts on the words around it.

// The same characters as in nyaastats/domain/text.py: controls but for tab, line feed and the carriage return of a CSV, and
// what embeds, overrides or isolates a direction until a partner ends it (Unicode Standard Annex 9, 2).
const ACTING = String.raw`\0-\x08\v\f\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069`;
const CONTROL = new RegExp(`[${ACTING}]`);
const CONTROLS = new RegExp(CONTROL, "g");
/** A first strong isolate and its end, in one paragraph: what stands around it cannot tell what is in it (UAX 9, 2.7). */
const ISOLATE = String.raw`\u2068[^${ACTING}\n\r\u2029]*\u2069`;
const ISOLATES = new RegExp(ISOLATE, "g");
const ISOLATES_AND_CONTROLS = new RegExp(`(${ISOLATE})|[${ACTING}]`, "g");
/** The blocks of letters that are written from the right; the last four are halves of the letters beyond U+FFFF. */
const FROM_RIGHT = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefe\ud802\ud803\ud83a\ud83b]/;

/** The text with "\ufffd" in place of control characters and of those that turn the direction of what follows. */
export const replaceControls = (text) => text.replace(CONTROLS, "\ufffd");

/** The same for a sentence of ours: what `isolate` has put around a title stays. Nearly no text has either. */
export const replaceLooseControls = (sentence) =>
  CONTROL.test(sentence) ? sentence.replace(ISOLATES_AND_CONTROLS, (_, isolated) => isolated ?? "\ufffd") : sentence;

/**
 * A title as it may stand in a sentence: one that is written from the right leaves the words around it in order. Every
 * other title, and a sentence whose titles are isolated, is as it was.
 */
export const isolate = (title) => (isLoose(title) ? `\u2068${replaceControls(title)}\u2069` : title);

/** Whether a text has letters from the right that are in no isolate. */
export const isLoose = (text) => FROM_RIGHT.test(text) && FROM_RIGHT.test(text.replace(ISOLATES, ""));

/** The lines that a sentence was broken or cut into: an isolate ends with each and begins again with the next. */
export function reopenIsolates(lines) {
  let isOpen = false;
  return lines.map((line) => {
    const begun = isOpen ? `\u2068${line}` : line;
    isOpen = begun.lastIndexOf("\u2068") > begun.lastIndexOf("\u2069");
    return isOpen ? `${begun}\u2069` : begun;
  });
}
