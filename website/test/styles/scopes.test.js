// A class belongs to one stylesheet: no other lays out what it has not made, however it is called.

import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import {test} from "node:test";

const FOLDER = new URL("../../src/styles/", import.meta.url);
/** Paper takes away what any of them has made. */
const EVERYWHERE = "print.css";
/** One subject in two files: the list is the largest part of a week's pages. */
const PARTS = new Map([["list.css", "week.css"]]);

const readStyles = (name) => readFileSync(new URL(name, FOLDER), "utf8").replace(/\/\*[^]*?\*\//g, "");

/** The classes with which selectors begin: what stands behind another part is the outer one's own. */
function listOuterClasses(css) {
  const selectors = [...css.matchAll(/([^{}@;]+)\{/g)].flatMap(([, list]) => splitSelectors(list));
  return new Set(selectors.map((selector) => selector.match(/^\.([\w-]+)/)?.[1]).filter(Boolean));
}

/** At commas outside brackets. */
const splitSelectors = (list) => list.split(/,(?![^(]*\))/).map((selector) => selector.trim());

test("no class is styled from its name alone in two files", () => {
  const files = readdirSync(FOLDER).filter((name) => name !== EVERYWHERE);
  const owners = new Map();
  for (const file of files) {
    const owner = PARTS.get(file) ?? file;
    for (const name of listOuterClasses(readStyles(file))) owners.set(name, (owners.get(name) ?? new Set()).add(owner));
  }
  const shared = [...owners]
    .filter(([, list]) => list.length > 1)
    .map(([name, list]) => `.${name}: ${list.join(", ")}`);
  assert.deepEqual(shared, []);
});
