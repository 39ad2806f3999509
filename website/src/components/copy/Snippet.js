// A piece of text to copy: its name, the text as it is, and in a browser a button.

import {fill, html} from "../lib/dom.js";

/** What stands for the site's address where it has none of its own. */
export const EXAMPLE_ROOT = "https://example.org/";

const COPIED_MS = 2000;

/** `text` under its `name`; the script finds it by `id`, if it is to be changed. */
export const Snippet = ({name, text, id = null}) =>
  html(
    "figure",
    {class: "snippet"},
    html("figcaption", {}, html("span", {}, name)),
    html("pre", {}, html("code", {id}, text)),
  );

/** Give every snippet below `root` its button. */
export function hydrateSnippets(root) {
  for (const snippet of root.querySelectorAll(".snippet")) {
    const caption = snippet.querySelector("figcaption");
    const name = caption.textContent;
    const button = html("button", {type: "button", class: "button", "aria-label": `Copy ${name}`}, "Copy");
    button.addEventListener("click", () => copy(snippet.querySelector("code").textContent, button));
    caption.append(button);
  }
}

async function copy(text, button) {
  await navigator.clipboard.writeText(text);
  fill(button, "Copied");
  setTimeout(() => fill(button, "Copy"), COPIED_MS);
}

/** The address of the site of this page, in place of the example's, in every snippet below `root`. */
export function replaceExampleRoot(root, address) {
  for (const code of root.querySelectorAll(".snippet code")) {
    fill(code, code.textContent.replaceAll(EXAMPLE_ROOT, address));
  }
}
