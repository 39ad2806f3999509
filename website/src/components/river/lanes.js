// How wide the rank lanes are: one scale for the whole chart, so that width is linear in downloads.

const GAP = 2;
const MOST_GAPS = 0.25;
const LEAST = 1.5;

/**
 * Lanes side by side in so much room: the one `scale` (px a download) for which Σ max(minWidth, scale × maximum) and the
 * gaps fill the room exactly. `maxima` are the largest counts ever seen, rank 1 first.
 * Gaps shrink where they would take more than a quarter of the room, or where the thinnest lanes do not fit; where even
 * lanes without gaps do not fit, the least width shrinks.
 */
export function fitLanes(maxima, room) {
  const lanes = maxima.length;
  const spare = Math.min(room * MOST_GAPS, Math.max(room - lanes * LEAST, 0));
  const gap = lanes > 1 ? Math.min(GAP, spare / (lanes - 1)) : 0;
  const painted = room - gap * Math.max(lanes - 1, 0);
  const minWidth = lanes > 0 ? Math.min(LEAST, painted / lanes) : LEAST;
  const scale = Math.max(...maxima, 0) > 0 ? solvedScale(maxima, minWidth, painted) : 0;
  const widths = maxima.map((most) => (scale > 0 ? Math.max(minWidth, scale * most) : painted / lanes));
  return {scale, minWidth, gap, widths};
}

/** Σ max(floor, s·m) grows along straight lines in s with a bend at each floor/m: try the lines, the widest lanes first. */
function solvedScale(maxima, floor, painted) {
  const sorted = maxima.toSorted((a, b) => b - a);
  let sum = 0;
  for (const [index, most] of sorted.entries()) {
    sum += most;
    const thin = sorted.length - 1 - index;
    const scale = (painted - thin * floor) / sum;
    if (thin === 0 || scale * sorted[index + 1] <= floor) return scale;
  }
  return 0;
}
