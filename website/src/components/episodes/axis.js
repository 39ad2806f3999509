// Round numbers for a chart's axes.

const PARTS = 4;
const STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** Ticks from 0 in four equal whole steps, the last at or above `max`: 5317 → [0, 1500, 3000, 4500, 6000]. */
export function countTicks(max) {
  const step = roundStep(Math.max(1, max / PARTS));
  return Array.from({length: PARTS + 1}, (_, i) => i * step);
}

function roundStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return STEPS.map((step) => step * power).find((step) => step >= least && Number.isInteger(step));
}

/** The first of `candidates` and those after it that lie at least `apart` pixels from the last one kept. */
export function spaced(candidates, place, apart) {
  const kept = [];
  for (const one of candidates) {
    if (kept.length === 0 || Math.abs(place(one) - place(kept.at(-1))) >= apart) kept.push(one);
  }
  return kept;
}
