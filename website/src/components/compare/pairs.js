// The pairs of a season's shows that are closest to each other, for who comes without knowing what to compare.

const MIN_WEEKS = 4;
/** A pair of shows that hardly anybody downloads is no race: only the season's best ranked are looked at. */
const MAX_RANK = 40;

/**
 * The `count` closest pairs of `tracks` (best rank first), closest first: `{tracks: [a, b], distance}`. The distance is the
 * mean of how far apart their weeks since the premiere are, as a factor's logarithm; `weeksOf(track)` are the downloads of
 * those that are over. Each show is in two pairs at most.
 */
export function findClosestPairs(tracks, {count = 10, weeksOf}) {
  const weeks = tracks.slice(0, MAX_RANK).map((track) => ({track, values: weeksOf(track)}));
  const pairs = weeks.flatMap((a, i) =>
    weeks.slice(i + 1).map((b) => ({tracks: [a.track, b.track], distance: measureDistance(a.values, b.values)})),
  );
  const uses = new Map();
  const usesOf = (track) => uses.get(track) ?? 0;
  const chosen = [];
  for (const pair of pairs.filter(({distance}) => distance !== null).sort((a, b) => a.distance - b.distance)) {
    if (chosen.length === count) break;
    if (pair.tracks.some((track) => usesOf(track) >= 2)) continue;
    for (const track of pair.tracks) uses.set(track, usesOf(track) + 1);
    chosen.push(pair);
  }
  return chosen;
}

function measureDistance(a, b) {
  const common = Math.min(a.length, b.length);
  if (common < MIN_WEEKS) return null;
  const steps = Array.from({length: common}, (_, i) => Math.abs(Math.log(Math.max(1, a[i]) / Math.max(1, b[i]))));
  return steps.reduce((sum, step) => sum + step, 0) / common;
}
