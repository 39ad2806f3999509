// A thread that draws its share of the pictures: SVG in, PNG files out.

import {createHash} from "node:crypto";
import {mkdirSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {parentPort, workerData} from "node:worker_threads";
import {drawPng} from "./png.js";

const {jobs, folder, fonts} = workerData;

parentPort.postMessage(
  jobs.map(({name, source}) => {
    const png = drawPng(source, fonts);
    const path = join(folder, name);
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(path, png);
    return [name, createHash("sha256").update(png).digest("hex")];
  }),
);
