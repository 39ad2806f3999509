// A thread that draws its share of the pictures: SVG in, PNG files out.

import {createHash} from "node:crypto";
import {mkdirSync} from "node:fs";
import {dirname, join} from "node:path";
import {setImmediate} from "node:timers/promises";
import {parentPort, workerData} from "node:worker_threads";
import {replaceFile} from "../swap.js";
import {drawPng} from "./png.js";

const {jobs, folder, fonts} = workerData;

function draw({name, source}) {
  const png = drawPng(source, fonts);
  const path = join(folder, name);
  mkdirSync(dirname(path), {recursive: true});
  replaceFile(path, png); // not into the file that is there: the site that is served has the same one
  return [name, createHash("sha256").update(png).digest("hex")];
}

const digests = [];
for (const job of jobs) {
  digests.push(draw(job));
  // What resvg holds of a picture, some megabytes, is given back by the event loop alone: a thousand would be gigabytes.
  await setImmediate();
}
parentPort.postMessage(digests);
