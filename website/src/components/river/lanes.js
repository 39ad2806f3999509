// How wide the rank lanes are: one scale for the whole chart, so that width is linear in downloads.

const GAP = 2;
const MAX_GAP_SHARE = 0.25;
const MIN_WIDTH = 1.5;

/**
 * Lanes side by side in `room` px: the `scale` (px a download) for which Σ max(minWidth, scale × maximum) and the gaps
 * fill the room exactly. `maxima` are the largest counts of each rank, rank 1 first.
 * Gaps shrink where they would take more than a quarter of the room, or where the thinnest lanes do not fit; where even
 * lanes without gaps do not fit, the minimum width shrinks.
 */
export function fitLanes(maxima, room) {
  const lanes = maxima.length;
  const spare = Math.min(room * MAX_GAP_SHARE, Math.max(room - lanes * MIN_WIDTH, 0));
  const gap = lanes > 1 ? Math.min(GAP, spare / (lanes - 1)) : 0;
  const painted = room - gap * Math.max(lanes - 1, 0);
  const minWidth = lanes > 0 ? Math.min(MIN_WIDTH, painted / lanes) : MIN_WIDTH;
  const scale = Math.max(...maxima, 0) > 0 ? solveScale(maxima, minWidth, painted) : 0;
  const widths = maxima.map((maximum) => (scale > 0 ? Math.max(minWidth, scale * maximum) : painted / lanes));
  return {scale, minWidth, gap, widths};
}

/**
 * The s for which Σ max(floor, s·m) = painted. The sum grows along straight lines in s with a bend at each floor/m: try
 * the lines, the widest lanes first, and take the first whose solution lies before its next bend.
 */
function solveScale(maxima, floor, painted) {
  const sorted = maxima.toSorted((a, b) => b - a);
  let sum = 0;
  for (const [index, maximum] of sorted.entries()) {
    sum += maximum;
    const thin = sorted.length - 1 - index;
    const scale = (painted - thin * floor) / sum;
    if (thin === 0 || scale * sorted[index + 1] <= floor) return scale;
  }
  return 0;
}
