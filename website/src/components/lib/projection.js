// How a projection is written: not finer than it is.

/** A projection in two figures: 6537 → 6500, 9687 → 9700, 120480 → 120000. */
export function roundProjection(count) {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return Math.round(count / step) * step;
}
