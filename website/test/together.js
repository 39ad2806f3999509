// Runs in one process all tests but those that make a document of their own the global one, `*.dom.test.js`: to import
// jsdom and the charts takes longer than most files' tests.

import {readdirSync} from "node:fs";

const FOLDER = new URL("./", import.meta.url);

for (const path of readdirSync(FOLDER, {recursive: true}).sort()) {
  if (path.endsWith(".test.js") && !path.endsWith(".dom.test.js")) await import(new URL(path, FOLDER));
}
