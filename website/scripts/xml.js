// Text for XML: a few characters cannot stand in a document, escaped or not.

// Half a surrogate pair, most control characters and two more (XML 1.0, section 2.2).
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** The text with what XML cannot hold replaced by "\u{FFFD}". */
export const toXmlText = (text) => text.replace(NOT_XML, "\u{FFFD}");
