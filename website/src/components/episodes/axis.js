// Round numbers for a chart's axes, and which labels have room.

const PARTS = 4;
const STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/**
 * Ticks from 0 in four equal whole steps, the last at or above `max`: 5317 → [0, 1500, 3000, 4500, 6000].
 *
 * Always four steps, so that two axes beside each other share their grid lines.
 */
export function buildTicks(max) {
  const step = roundStep(Math.max(1, max / PARTS));
  return Array.from({length: PARTS + 1}, (_, i) => i * step);
}

function roundStep(minimum) {
  const power = 10 ** Math.floor(Math.log10(minimum));
  return STEPS.map((step) => step * power).find((step) => step >= minimum && Number.isInteger(step));
}

/** The first of `candidates`, and those after it at least `distance` pixels from the last one selected; `place` gives px. */
export function selectSpaced(candidates, place, distance) {
  const selection = [];
  for (const candidate of candidates) {
    const last = selection.at(-1);
    if (last === undefined || Math.abs(place(candidate) - place(last)) >= distance) selection.push(candidate);
  }
  return selection;
}
