// Reads a ribbon's path back: its segments, and the exact area they enclose.

const NUMBER = /-?(?:\d+\.?\d*|\.\d+)/g;

/** The segments `[p0, p1, p2, p3]` or `[p0, p1]` of a path of M, l, h, v, c and z. */
export function segments(path) {
  const all = [];
  let [at, start] = [
    [0, 0],
    [0, 0],
  ];
  for (const [, command, rest] of path.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const numbers = (rest.match(NUMBER) ?? []).map(Number);
    const points = pointsOf(command, numbers, at, start);
    if (command === "M") start = points[0];
    else all.push([at, ...points]);
    at = points.at(-1);
  }
  return all;
}

function pointsOf(command, numbers, [x, y], start) {
  const pairs = numbers.flatMap((number, i) => (i % 2 === 0 ? [[number, numbers[i + 1]]] : []));
  if (command === "M") return pairs;
  if (command === "z") return [start];
  if (command === "h") return [[x + numbers[0], y]];
  if (command === "v") return [[x, y + numbers[0]]];
  if (command === "l" || command === "c") return pairs.map(([dx, dy]) => [x + dx, y + dy]);
  throw new Error(`an unknown path command: ${command}`);
}

/** Where a segment is at `t` from 0 to 1, and how fast it goes: `{x, y, dx, dy}`. */
export function along(segment, t) {
  const [a, b, c, d] = segment.length === 4 ? segment : thirds(segment);
  const s = 1 - t;
  const place = (i) => s ** 3 * a[i] + 3 * s * s * t * b[i] + 3 * s * t * t * c[i] + t ** 3 * d[i];
  const speed = (i) => 3 * (s * s * (b[i] - a[i]) + 2 * s * t * (c[i] - b[i]) + t * t * (d[i] - c[i]));
  return {x: place(0), y: place(1), dx: speed(0), dy: speed(1)};
}

function thirds([from, to]) {
  const between = (part) => [0, 1].map((i) => from[i] + (to[i] - from[i]) * part);
  return [from, between(1 / 3), between(2 / 3), to];
}

/**
 * The area that a path encloses, ∮ x dy by Green's theorem. On a cubic, x dy/dt has degree 5, for which Gauss and
 * Legendre's rule with three points is exact.
 */
export function enclosed(path) {
  const far = Math.sqrt(3 / 5) / 2;
  const rule = [
    [0.5 - far, 5 / 18],
    [0.5, 8 / 18],
    [0.5 + far, 5 / 18],
  ];
  const part = (segment, [t, weight]) => weight * along(segment, t).x * along(segment, t).dy;
  const sum = segments(path).flatMap((segment) => rule.map((point) => part(segment, point)));
  return Math.abs(sum.reduce((total, one) => total + one, 0));
}
