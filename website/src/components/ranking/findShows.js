// Finding shows by a few typed letters, whatever the case, the accents and the punctuation.

/**
 * Ids of the shows whose title or romaji holds every word of `query`; null when nothing is asked for.
 *
 * `shows` is an iterable of records with `id`, `title` and `romaji`. Punctuation alone finds nothing.
 */
export function findShows(shows, query) {
  if (query.trim() === "") return null;
  const words = query
    .split(/\s+/)
    .map(fold)
    .filter((word) => word !== "");
  const found = [...shows].filter(({title, romaji}) => holds(title, words) || holds(romaji, words));
  return new Set(found.map(({id}) => id));
}

/** A title as it is compared: "Ranma½: Ōgon × 2" → "ranma12ogonx2". */
export const fold = (text) =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll("×", "x")
    .replace(/[^\p{L}\p{N}]/gu, "");

function holds(title, words) {
  const folded = fold(title);
  return words.length > 0 && words.every((word) => folded.includes(word));
}
