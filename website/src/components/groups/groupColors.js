// One hue for one release group or resolution, in all seasons in which it is among the best.

const HUES = 10;

/**
 * The hues of every season: a Map from slugs to Maps from names to `color-1` … `color-10`.
 *
 * `seasons` are `{slug, names}`, the oldest first, the names best first; the first ten of each get a hue. A name keeps the
 * hue that it had before, unless a better one of the same season has it.
 */
export function assignGroupColors(seasons) {
  const before = new Map();
  return new Map(
    seasons.map(({slug, names}) => {
      const colors = colorSeason(names.slice(0, HUES), before);
      for (const [name, color] of colors) before.set(name, color);
      return [slug, colors];
    }),
  );
}

function colorSeason(names, before) {
  const colors = new Map();
  const isFree = (color) => ![...colors.values()].includes(color);
  for (const name of names) if (before.has(name) && isFree(before.get(name))) colors.set(name, before.get(name));
  const free = Array.from({length: HUES}, (_, i) => `color-${i + 1}`).filter(isFree);
  for (const name of names) if (!colors.has(name)) colors.set(name, free.shift());
  return colors;
}
