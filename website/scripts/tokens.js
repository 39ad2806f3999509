// The stylesheet's colours as values, for what is drawn outside of a page: pictures, embeds, the browser's own frame.

import {readFileSync} from "node:fs";

const STYLES = new URL("../src/styles/", import.meta.url);
const COLOR = /(--[\w-]+): (#[0-9a-f]{6});/gi;
const COLOR_CLASS = /\.(color-\d+) \{\s*--hue: var\((--[\w-]+)\);\s*--on-hue: var\((--[\w-]+)\);/g;

/** The colours by name, `{light: {"--page": "#fbf9f5", …}, dark: {…}}`; the dark ones are the light ones but for changes. */
export function readTokens(css = read("tokens.css")) {
  const [light, dark] = css.split("@media").map((part) => Object.fromEntries(listColors(part)));
  return {light, dark: {...light, ...dark}};
}

const listColors = (css) => [...css.matchAll(COLOR)].map(([, name, value]) => [name, value]);

const read = (name) => readFileSync(new URL(name, STYLES), "utf8");

const onHues = new Map([...read("colors.css").matchAll(COLOR_CLASS)].map(([, name, , on]) => [name, on]));

/** The colour's name of a show's class: `color-3` → `--hue-3`, `tone-7` → `--tone-7`. */
export const hueOf = (colorClass) => colorClass.replace(/^color-/, "--hue-").replace(/^tone-/, "--tone-");

/** The name of the colour that is written upon it. */
export const onHueOf = (colorClass) => onHues.get(colorClass) ?? "--on-tone";

/** `part` of a colour (#rrggbb) over another. */
export function mix(color, ground, part) {
  const [a, b] = [color, ground].map((text) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16)));
  const mixed = a.map((value, i) => Math.round(value * part + b[i] * (1 - part)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
