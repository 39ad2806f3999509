// A ribbon's outline: straight in the middle of each week, curved between weeks, flat at its ends; and its edges at any height.

import {area, curveBumpY} from "d3-shape";

/** The share of a week's height, in its middle, in which a ribbon goes straight down. */
export const PLATEAU = 0.3;

const EXACT_STEPS = 1000;

/**
 * The outline of runs of cells `{x, y, width}` (left edge, middle of the week), as an SVG path of so many steps a pixel.
 * Its painted area is pitch × Σ width exactly: the curve between two weeks is symmetric, so what it lacks in one week it
 * has too much in the other. That is why width can be read as downloads.
 */
export function buildRibbonPath(runs, pitch, {stepsPerPx = EXACT_STEPS} = {}) {
  const pen = new Pen(stepsPerPx);
  const outline = area()
    .x0((point) => point.x)
    .x1((point) => point.x + point.width)
    .y((point) => point.y)
    .curve(curveBumpY)
    .context(pen);
  for (const run of runs) outline(run.flatMap((cell, index) => plateauEnds(cell, index, run, pitch)));
  return pen.text;
}

/** The ends of a cell's straight part; the first and last week of a run are straight up to their outer edge. */
function plateauEnds({x, y, width}, index, run, pitch) {
  const [half, whole] = [(pitch * PLATEAU) / 2, pitch / 2];
  const top = y - (index === 0 ? whole : half);
  const bottom = y + (index === run.length - 1 ? whole : half);
  return [
    {x, width, y: top},
    {x, width, y: bottom},
  ];
}

/** A run's left edge and width at a height of the chart: `{x, width}`; null above and below it. */
export function findEdges(run, y, pitch) {
  const place = (y - run[0].y) / pitch;
  if (place < -0.5 || place > run.length - 0.5) return null;
  const above = run[Math.max(0, Math.floor(place))];
  const below = run[Math.min(run.length - 1, Math.ceil(place))];
  const across = above === below ? 0 : easeBump((place - Math.floor(place) - PLATEAU / 2) / (1 - PLATEAU));
  return {x: above.x + (below.x - above.x) * across, width: above.width + (below.width - above.width) * across};
}

/**
 * How far across d3's `curveBumpY` is at a height, both 0 to 1. The curve is the Bézier (3t² − 2t³, 1.5t(1 − t) + t³);
 * its height grows with t, so t is found by bisection.
 */
function easeBump(down) {
  if (down <= 0 || down >= 1) return Math.min(Math.max(down, 0), 1);
  let [low, high] = [0, 1];
  while (high - low > 1e-4) {
    const t = (low + high) / 2;
    if (1.5 * t * (1 - t) + t ** 3 < down) low = t;
    else high = t;
  }
  return 3 * low ** 2 - 2 * low ** 3;
}

/**
 * A canvas context, as d3-shape's curves draw on it, that writes an SVG path in relative steps of whole thousandths (or tenths): half
 * the bytes of absolute coordinates, and because whole numbers are added, rounding errors do not add up.
 */
class Pen {
  text = "";
  #x = 0;
  #y = 0;
  #stepsPerPx;

  constructor(stepsPerPx) {
    this.#stepsPerPx = stepsPerPx;
  }

  moveTo(x, y) {
    [this.#x, this.#y] = [this.#toSteps(x), this.#toSteps(y)];
    this.text += `M${this.#format(this.#x)} ${this.#format(this.#y)}`;
  }

  lineTo(x, y) {
    this.#append("l", [[x, y]]);
  }

  bezierCurveTo(x1, y1, x2, y2, x, y) {
    if (this.#toSteps(x) === this.#x) this.lineTo(x, y);
    else
      this.#append("c", [
        [x1, y1],
        [x2, y2],
        [x, y],
      ]);
  }

  closePath() {
    this.text += "z";
  }

  #append(command, points) {
    const ends = points.map(([x, y]) => [this.#toSteps(x), this.#toSteps(y)]);
    const steps = ends.map(([x, y]) => [x - this.#x, y - this.#y]);
    const write = (step) => this.#format(step);
    this.text += command === "l" ? this.#formatLine(...steps[0]) : command + steps.flat().map(write).join(" ");
    [this.#x, this.#y] = ends.at(-1);
  }

  #formatLine(x, y) {
    if (x === 0) return y === 0 ? "" : `v${this.#format(y)}`;
    return y === 0 ? `h${this.#format(x)}` : `l${this.#format(x)} ${this.#format(y)}`;
  }

  #toSteps(length) {
    return Math.round(length * this.#stepsPerPx);
  }

  #format(steps) {
    return String(steps / this.#stepsPerPx).replace(/^(-?)0\./, "$1.");
  }
}
