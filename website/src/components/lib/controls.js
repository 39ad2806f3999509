// Text of strangers, titles and names, as it may stand in a sentence: nothing in it acts on the words around it.

// The same characters as in nyaastats/domain/text.py: controls but for tab, line feed and the carriage return of a CSV, and
// what embeds, overrides or isolates a direction until a partner ends it (Unicode Standard Annex 9, 2).
// eslint-disable-next-line no-control-regex -- those are meant
const ACTING = /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

/** The text with "\ufffd" in place of control characters and of those that turn the direction of what follows. */
export const replaceControls = (text) => text.replace(ACTING, "\ufffd");
