// Before Framework builds: nothing stale, nothing to ask a network for, and our components as one module a page.

import {mkdirSync, readdirSync, readFileSync, rmSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {build} from "esbuild";

const WEBSITE = fileURLToPath(new URL("..", import.meta.url));
const CACHE = join(WEBSITE, "src/.observablehq/cache");
const CLIENT = join(WEBSITE, "node_modules/@observablehq/framework/dist/client");

export async function prepare() {
  clear();
  nameLibraries();
  await bundle();
}

/** What an earlier build left is never taken for this one's. */
function clear() {
  for (const folder of [CACHE, join(WEBSITE, "dist.next"), join(WEBSITE, "src/bundles")]) {
    rmSync(folder, {recursive: true, force: true});
  }
}

/**
 * Framework asks a registry for the version of every library that its client could load on demand, unless a folder
 * `<package>@<version>` stands in its cache. None is ever loaded here, so any version will do.
 */
function nameLibraries() {
  for (const name of libraries()) mkdirSync(join(CACHE, "_npm", `${name}@0.0.0`), {recursive: true});
}

function libraries() {
  const sources = readdirSync(CLIENT, {recursive: true})
    .filter((name) => name.endsWith(".js"))
    .map((name) => readFileSync(join(CLIENT, name), "utf8"));
  const imports = sources.join("\n").matchAll(/["'`]npm:((?:@[\w.-]+\/)?[\w.-]+)/g);
  return new Set([...imports].map(([, name]) => name));
}

/** The browser's part of each kind of page, with the libraries it needs and nothing else, written to `outdir`. */
export async function bundle({outdir = "src/bundles"} = {}) {
  await build({
    absWorkingDir: WEBSITE,
    entryPoints: ["about", "compare", "data", "embed", "front", "plain", "season", "show", "shows", "week"].map(
      (name) => `src/hydrate/${name}.js`,
    ),
    outdir,
    bundle: true,
    format: "esm",
    minify: true,
    target: ["es2022", "chrome107", "firefox104", "safari16"],
    legalComments: "none",
    logLevel: "warning",
  });
}
