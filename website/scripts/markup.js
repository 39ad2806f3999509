// A document that only builds and writes: what `lib/dom.js` needs of one, as text for a thousand pages or for a feed.
//
//   html("p", {class: "x"}, "a < b")  ──►  MarkupElement  ──►  toMarkup: <p class="x">a &lt; b</p>  (HTML, WHATWG 13.3)
//                                                         ──►  toXml: the same, every element closed (XML 1.0)
//
// A real document for each page costs fifty times as much.

import {toXmlText} from "./xml.js";

const HTML = "http://www.w3.org/1999/xhtml";
const VOID = new Set(
  "area base br col embed hr img input link meta param source track wbr".split(" "), // HTML, section 13.1.2
);
/** Attributes that HTML writes without a value. */
const BARE = "";

class MarkupElement {
  #attributes = new Map();
  #children = [];

  constructor(namespace, name) {
    Object.assign(this, {namespace, name});
  }

  get attributes() {
    return this.#attributes;
  }

  get children() {
    return this.#children;
  }

  get textContent() {
    return this.#children.map((child) => (typeof child === "string" ? child : child.textContent)).join("");
  }

  getAttribute(name) {
    return this.#attributes.get(name) ?? null;
  }

  setAttribute(name, value) {
    this.#attributes.set(name, String(value));
  }

  append(...children) {
    for (const child of children) this.#children.push(child instanceof MarkupElement ? child : String(child));
  }

  replaceChildren(...children) {
    this.#children.length = 0;
    this.append(...children);
  }
}

/** A document whose pages stand at `root` from the site's root, as an address: `../../`. */
export const createMarkupDocument = (root = "./") => ({
  root,
  createElement: (name) => new MarkupElement(HTML, name),
  createElementNS: (namespace, name) => new MarkupElement(namespace, name),
});

/** Elements and texts as HTML text. */
export const toMarkup = (nodes) => writeNodes([nodes].flat(Infinity));

function writeNodes(nodes) {
  let text = "";
  for (const node of nodes) text += writeHtml(node);
  return text;
}

function writeHtml(node) {
  if (node === null || node === undefined || node === false) return "";
  if (!(node instanceof MarkupElement)) return escapeText(String(node));
  const {namespace, name, attributes, children} = node;
  let start = `<${name}`;
  for (const attribute of attributes) start += writeHtmlAttribute(attribute);
  if (namespace === HTML) return VOID.has(name) ? `${start}>` : `${start}>${writeNodes(children)}</${name}>`;
  return children.length === 0 ? `${start}/>` : `${start}>${writeNodes(children)}</${name}>`;
}

// Always quoted: before "/>" an unquoted value would take the slash.
const writeHtmlAttribute = ([name, value]) => (value === BARE ? ` ${name}` : ` ${name}="${escapeAttribute(value)}"`);

/** An element as XML text, for feeds and pictures; a namespace is written where it begins. */
export const toXml = (element, outer = null) => {
  if (!(element instanceof MarkupElement)) return escapeText(toXmlText(String(element)));
  const {namespace, name, attributes, children} = element;
  const begun = namespace === outer ? [] : [["xmlns", namespace]];
  const start = `<${name}${[...begun, ...attributes].map(writeXmlAttribute).join("")}`;
  if (children.length === 0) return `${start}/>`;
  return `${start}>${children.map((child) => toXml(child, namespace)).join("")}</${name}>`;
};

const writeXmlAttribute = ([name, value]) => ` ${name}="${escapeAttribute(toXmlText(value))}"`;

const ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"};
export const escapeText = (text) => text.replace(/[&<>]/g, (letter) => ESCAPES[letter]);
const escapeAttribute = (text) => text.replace(/[&<>"]/g, (letter) => ESCAPES[letter]);
