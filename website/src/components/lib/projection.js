// How a projection is written: not finer than it is.

import {formatCount} from "./format.js";

/** A projection (of projections.json): "9,700". */
export const writeProjected = (projection) => formatCount(round(projection.projected, projection));

/** Its interval: "9,200 to 10,500"; null where none is known. */
export function writeInterval(projection) {
  const {low, high} = projection;
  return low === null ? null : `${formatCount(round(low, projection))} to ${formatCount(round(high, projection))}`;
}

/** To the power of ten below half of the interval; without one to two figures. */
function round(count, {low, high, projected}) {
  const size = low === null ? projected / 10 : (high - low) / 2;
  const step = 10 ** Math.floor(Math.log10(Math.max(1, size)));
  return Math.round(count / step) * step;
}
