// Atom feeds (RFC 4287) as XML text.

import {toXml} from "../markup.js";

const ATOM = "http://www.w3.org/2005/Atom";
const XML = '<?xml version="1.0" encoding="utf-8"?>\n';
const LANGUAGE = "en";

/**
 * A feed `{id, title, subtitle, updated, home, self, entries}` as text; `home` and `self` are addresses, `self` null while
 * nobody knows where the feed will stand. An entry is `{id, title, address, published, updated, summary, content}`,
 * `content` being an element or null.
 */
export const writeAtom = (feed) => `${XML}${toXml(atom("feed", {"xml:lang": LANGUAGE}, ...feedParts(feed)))}\n`;

const feedParts = ({id, title, subtitle, updated, home, self, entries}) =>
  [
    atom("id", {}, id),
    atom("title", {}, title),
    atom("subtitle", {}, subtitle),
    atom("updated", {}, updated),
    atom("author", {}, atom("name", {}, "nyaastats")),
    atom("link", {rel: "alternate", type: "text/html", href: home}),
    self && atom("link", {rel: "self", type: "application/atom+xml", href: self}),
    ...entries.map(Entry),
  ].filter(Boolean);

const Entry = ({id, title, address, published, updated, summary, content}) =>
  atom(
    "entry",
    {},
    ...[
      atom("id", {}, id),
      atom("title", {}, title),
      atom("published", {}, published),
      atom("updated", {}, updated),
      atom("link", {rel: "alternate", type: "text/html", href: address}),
      summary && atom("summary", {}, summary),
      content && atom("content", {type: "xhtml"}, content),
    ].filter(Boolean),
  );

function atom(name, attributes, ...children) {
  const element = document.createElementNS(ATOM, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
