// One colour a show, and no two alike beside each other: the second of two gets the next free hue, on this page only.

const HUES = Array.from({length: 10}, (_, i) => `color-${i + 1}`);
const TONES = 24;
/** Tones so close (of 24 around the circle) are not told apart as lines. */
const ALIKE = 3;

/** The shows, each with a `colorClass` of its own; the first of two alike keeps its. */
export function separateColors(shows) {
  const taken = [];
  return shows.map((show) => {
    const isFree = !taken.some((other) => isAlike(show.colorClass, other));
    const colorClass = isFree ? show.colorClass : findFreeHue([...taken, ...shows.map((other) => other.colorClass)]);
    taken.push(colorClass);
    return {...show, colorClass};
  });
}

const findFreeHue = (taken) => HUES.find((hue) => !taken.includes(hue));

function isAlike(first, second) {
  if (first === second) return true;
  const [a, b] = [first, second].map((name) => Number(name.match(/^tone-(\d+)$/)?.[1] ?? NaN));
  const distance = Math.abs(a - b);
  return Math.min(distance, TONES - distance) <= ALIKE;
}
