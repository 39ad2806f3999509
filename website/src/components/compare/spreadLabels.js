// Labels beside the ends of lines, moved apart so that none lies over another.

/**
 * The tops of labels that would like to stand at `wanted` (px), each `distance` below the one before, between `top` and
 * `bottom`; closer together where there is no room.
 */
export function spreadLabels(wanted, {distance, top, bottom}) {
  const order = wanted.map((y, i) => ({y, i})).sort((a, b) => a.y - b.y || a.i - b.i);
  const step = Math.min(distance, order.length > 1 ? (bottom - top) / (order.length - 1) : distance);
  let free = top;
  for (const label of order) {
    label.y = Math.max(label.y, free);
    free = label.y + step;
  }
  let limit = bottom;
  for (const label of order.toReversed()) {
    label.y = Math.min(label.y, limit);
    limit = label.y - step;
  }
  const places = [];
  for (const {y, i} of order) places[i] = y;
  return places;
}
