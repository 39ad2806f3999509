// A chart of the page as it looks, without the page: what its stylesheet says of it is written into it.

/** What an SVG takes from a stylesheet here. */
const INHERITED = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "paint-order",
  "text-anchor",
  "dominant-baseline",
  "font-size",
  "font-weight",
];
const COLORS = new Set(["fill", "stroke"]);
/** What is never drawn itself, but used by what is: browsers differ in how they say so. */
const USED = /^(?:defs|pattern|linearGradient|radialGradient|clipPath|mask|marker|symbol|title|desc)$/;
/** Attributes that mean nothing outside of the page. */
const OF_PAGE = /^(?:class|style|data-|aria-|role|tabindex)/;

/** An `<svg>` that is in the page as `{element, width, height}`: a copy with all its colours and sizes in attributes. */
export function copyStyled(source) {
  const {width, height} = source.getBoundingClientRect();
  const element = source.cloneNode(true);
  inline(source, element, null);
  addReferences(element);
  element.setAttribute("width", width);
  element.setAttribute("height", height);
  return {element, width, height};
}

function inline(source, copy, outer) {
  const style = getComputedStyle(source);
  const isHidden = style.display === "none" || style.visibility === "hidden";
  if (isHidden && !USED.test(source.localName)) return copy.remove();
  // Pairs first: an element that is taken out would shift those after it.
  const pairs = [...source.children].map((child, i) => [child, copy.children[i]]);
  for (const name of copy.getAttributeNames()) if (OF_PAGE.test(name)) copy.removeAttribute(name);
  for (const name of INHERITED) {
    const value = style.getPropertyValue(name);
    if (value === outer?.getPropertyValue(name)) copy.removeAttribute(name);
    else copy.setAttribute(name, COLORS.has(name) ? writeColor(value) : value);
  }
  if (style.opacity !== "1") copy.setAttribute("opacity", style.opacity);
  for (const [child, twin] of pairs) inline(child, twin, style);
  return undefined;
}

/** Patterns and the like that stand elsewhere in the page come along. */
function addReferences(element) {
  const values = [element, ...element.querySelectorAll("*")].flatMap((node) =>
    [...node.attributes].map(({value}) => value),
  );
  const ids = new Set(values.map((value) => value.match(/^url\(#([^)]+)\)/)?.[1]).filter(Boolean));
  for (const id of ids) {
    const used = document.getElementById(id);
    if (used === null || element.querySelector(`#${CSS.escape(id)}`)) continue;
    const copy = used.cloneNode(true);
    inline(used, copy, null);
    element.prepend(copy);
  }
}

/** The colour that a custom property of the page has. */
export const readColor = (property) =>
  writeColor(getComputedStyle(document.documentElement).getPropertyValue(property));

const written = new Map();
let pen = null;

/** A colour of the stylesheet, `oklab(…)` or `color-mix(…)` among them, as programs for pictures know it: `#8a2463`. */
function writeColor(value) {
  if (/^(?:none|url\(|context-)/.test(value)) return value.replace(/url\("?[^"#]*(#[^")]+)"?\).*/, "url($1)");
  if (!written.has(value)) written.set(value, paintColor(value));
  return written.get(value);
}

function paintColor(value) {
  pen ??= Object.assign(document.createElement("canvas"), {width: 1, height: 1}).getContext("2d", {
    willReadFrequently: true,
  });
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = value;
  pen.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
  const hex = [red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("");
  return alpha === 255 ? `#${hex}` : `rgba(${red}, ${green}, ${blue}, ${(alpha / 255).toFixed(3)})`;
}
