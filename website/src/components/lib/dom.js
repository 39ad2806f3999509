// Elements, made by one helper that only ever sets text: a title can never become markup, nor turn the words behind it.

import {replaceControls} from "./controls.js";

const SVG = "http://www.w3.org/2000/svg";
const ADDRESSES = new Set(["href", "src", "data-src"]);

/** An HTML element: `html("a", {href: "./about/"}, "About")`. Children are elements, text, or null for nothing. */
export function html(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** An SVG element, likewise. */
export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

/** Replace what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...present(children));
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
    const text = value === true ? "" : replaceControls(String(value));
    element.setAttribute(name, ADDRESSES.has(name) ? resolveAddress(text) : text);
  }
  element.append(...present(children));
  return element;
}

function present(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (typeof child === "string" ? replaceControls(child) : child));
}
