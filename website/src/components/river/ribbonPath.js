// A ribbon's outline: a plateau each week, smooth ways between them, flat ends; and where its edges are at any height.

import {area, curveBumpY} from "d3-shape";

/** The part of a week's height in which a ribbon goes straight down. */
export const PLATEAU = 0.3;

const DIGITS = 1000;

/**
 * The outline of runs of cells `{x, y, width}` (left edge, middle of the week), as an SVG path.
 * Its painted area is pitch × Σ width exactly: what a way between two weeks lacks beside one it has beside the other.
 */
export function ribbonPath(runs, pitch) {
  const pen = new Pen();
  const outline = area()
    .x0((point) => point.x)
    .x1((point) => point.x + point.width)
    .y((point) => point.y)
    .curve(curveBumpY)
    .context(pen);
  for (const run of runs) outline(run.flatMap((cell, index) => plateau(cell, index, run, pitch)));
  return pen.text;
}

/** The ends of a cell's straight part; the first and last week of a run are straight up to their outer edge. */
function plateau({x, y, width}, index, run, pitch) {
  const [half, whole] = [(pitch * PLATEAU) / 2, pitch / 2];
  const top = y - (index === 0 ? whole : half);
  const bottom = y + (index === run.length - 1 ? whole : half);
  return [
    {x, width, y: top},
    {x, width, y: bottom},
  ];
}

/** A run's left edge and width at a height of the chart: `{x, width}`; null above and below it. */
export function edgesAt(run, y, pitch) {
  const place = (y - run[0].y) / pitch;
  if (place < -0.5 || place > run.length - 0.5) return null;
  const above = run[Math.max(0, Math.floor(place))];
  const below = run[Math.min(run.length - 1, Math.ceil(place))];
  const way = above === below ? 0 : bump((place - Math.floor(place) - PLATEAU / 2) / (1 - PLATEAU));
  return {x: above.x + (below.x - above.x) * way, width: above.width + (below.width - above.width) * way};
}

/** How far across a `curveBumpY` is when it is so far down, both 0 to 1. The curve is (3t² − 2t³, 1.5t(1 − t) + t³). */
function bump(down) {
  if (down <= 0 || down >= 1) return Math.min(Math.max(down, 0), 1);
  let [low, high] = [0, 1];
  while (high - low > 1e-4) {
    const t = (low + high) / 2;
    if (1.5 * t * (1 - t) + t ** 3 < down) low = t;
    else high = t;
  }
  return 3 * low ** 2 - 2 * low ** 3;
}

/** Writes a path in relative steps of whole thousandths: half the bytes, and no rounding adds up. */
class Pen {
  text = "";
  #x = 0;
  #y = 0;

  moveTo(x, y) {
    [this.#x, this.#y] = [rounded(x), rounded(y)];
    this.text += `M${step(this.#x)} ${step(this.#y)}`;
  }

  lineTo(x, y) {
    this.#to("l", [[x, y]]);
  }

  bezierCurveTo(x1, y1, x2, y2, x, y) {
    if (rounded(x) === this.#x) this.lineTo(x, y);
    else
      this.#to("c", [
        [x1, y1],
        [x2, y2],
        [x, y],
      ]);
  }

  closePath() {
    this.text += "z";
  }

  #to(command, points) {
    const ends = points.map(([x, y]) => [rounded(x), rounded(y)]);
    const steps = ends.map(([x, y]) => [x - this.#x, y - this.#y]);
    this.text += command === "l" ? straightStep(...steps[0]) : command + steps.flat().map(step).join(" ");
    [this.#x, this.#y] = ends.at(-1);
  }
}

function straightStep(x, y) {
  if (x === 0) return y === 0 ? "" : `v${step(y)}`;
  return y === 0 ? `h${step(x)}` : `l${step(x)} ${step(y)}`;
}

const rounded = (length) => Math.round(length * DIGITS);
const step = (thousandths) => String(thousandths / DIGITS).replace(/^(-?)0\./, "$1.");
