// A line whose width changes along it, as the outline of an area.

import {round} from "./canvas.js";

const STEPS = 14;

/**
 * The outline of a line through `points` (`{x, y, half}`, half its width), which bends between two of them as d3's
 * `curveBumpX` does; its width is measured across its direction, so that it is not thinner where it climbs.
 */
export function buildStroke(points) {
  const middle = points.slice(1).flatMap((end, i) => bend(points[i], end));
  const sides = [1, -1].map((side) => middle.map((place) => shift(place, side)));
  return `M${[...sides[0], ...sides[1].reverse()].map(([x, y]) => `${round(x)} ${round(y)}`).join("L")}z`;
}

/** Places between two points, `{x, y, dx, dy, half}`: a Bézier curve that begins and ends level. */
function bend(from, to) {
  const steps = from.y === to.y ? 1 : STEPS;
  return Array.from({length: steps + 1}, (_, i) => {
    const t = i / steps;
    const [ease, slope] = [3 * t * t - 2 * t ** 3, 6 * t * (1 - t)];
    const along = 1.5 * t * (1 - t) + t ** 3;
    return {
      x: from.x + (to.x - from.x) * along,
      y: from.y + (to.y - from.y) * ease,
      dx: (to.x - from.x) * (1.5 - 3 * t + 3 * t * t),
      dy: (to.y - from.y) * slope,
      half: from.half + (to.half - from.half) * ease,
    };
  });
}

function shift({x, y, dx, dy, half}, side) {
  const length = Math.hypot(dx, dy) || 1;
  return [x - (side * half * dy) / length, y + (side * half * dx) / length];
}
