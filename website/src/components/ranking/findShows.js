// Finding shows by a few typed letters, whatever the case, the accents and the punctuation.

/**
 * Ids of the shows whose title or romaji holds every word of `query`; null when the query is empty.
 *
 * `shows` is an iterable of records with `id`, `title` and `romaji`. Punctuation alone matches nothing.
 */
export function findShows(shows, query) {
  if (query.trim() === "") return null;
  const words = query
    .split(/\s+/)
    .map(normalizeTitle)
    .filter((word) => word !== "");
  const matches = [...shows].filter(({title, romaji}) => hasWords(title, words) || hasWords(romaji, words));
  return new Set(matches.map(({id}) => id));
}

/**
 * A title as it is compared: "Ranma½: Ōgon × 2" → "ranma12ogonx2".
 *
 * NFKD takes accents off their letters and "½" apart; "×" is a symbol that people type as the letter.
 */
export const normalizeTitle = (text) =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll("×", "x")
    .replace(/[^\p{L}\p{N}]/gu, "");

function hasWords(title, words) {
  const normalized = normalizeTitle(title);
  return words.length > 0 && words.every((word) => normalized.includes(word));
}
