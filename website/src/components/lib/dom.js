// Elements, made by one helper that only ever sets text: a title can never become markup, nor turn the words behind it, and
// no link runs a script.

import {isLoose, isolate, replaceLooseControls} from "./controls.js";

const SVG = "http://www.w3.org/2000/svg";
const ADDRESSES = new Set(["href", "src", "data-src"]);
/** A scheme other than these, which may run a script: a link of that kind is a text. */
const OTHER_SCHEME = /^(?!https?:|blob:)[^/?#]*:/i;
/** These hold text and no elements. */
const TEXT_ONLY = new Set(["option", "script", "style", "textarea", "title"]);

/** An HTML element: `html("a", {href: "./about/"}, "About")`. Children are elements, text, or null for nothing. */
export function html(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, present(children, TEXT_ONLY.has(name) ? keep : Separate));
}

/** An SVG element, likewise. */
export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, present(children, isolate));
}

/** Replace what an HTML element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...present(children, Separate));
  return element;
}

/**
 * Addresses of the site are written from its root, `./show/21/`; this is the same from the page that `document` is.
 * Every page says in `data-root` of its `<html>` where the root is.
 */
export function resolveAddress(address) {
  if (!address.startsWith("./")) return address;
  return `${document.root ?? document.documentElement.dataset.root ?? "./"}${address.slice(2)}`;
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    const text = value === true ? "" : replaceLooseControls(String(value));
    if (!ADDRESSES.has(name)) element.setAttribute(name, text);
    else if (!OTHER_SCHEME.test(text)) element.setAttribute(name, resolveAddress(text));
  }
  element.append(...children);
  return element;
}

/** The children that there are; `separate` gets each text. */
function present(children, separate) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (typeof child === "string" ? separate(replaceLooseControls(child)) : child));
}

const keep = (text) => text;

/** A title that is written from the right, apart from what stands beside it, also in another element (HTML, 4.5.24). */
function Separate(text) {
  if (!isLoose(text)) return text;
  const element = document.createElement("bdi");
  element.append(text);
  return element;
}
