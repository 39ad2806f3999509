// All shows as the search fetches them, by every title that they have, and which of them a typed text means.

/** The shows of `shows.json`, the most downloads first: `[id, title, colorClass, other titles]`. */
export const encodeShows = (shows, colors) =>
  shows
    .toSorted((a, b) => b.downloads - a.downloads)
    .map((show) => [show.anilist_id, show.title, colors.get(show.anilist_id), listOtherTitles(show)]);

const listOtherTitles = ({title, title_romaji, title_english, title_native, synonyms}) =>
  [...new Set([title_romaji, title_english, title_native, ...synonyms])].filter((name) => name && name !== title);

/** The shows of such a document: `{id, title, colorClass, titles}`, `titles` being all of them. */
export const decodeShows = (document) =>
  document.map(([id, title, colorClass, others]) => ({id, title, colorClass, titles: [title, ...others]}));

/**
 * The shows one of whose titles holds every word of `query`, those first that begin with it; null for an empty query.
 *
 * `shows` have `titles`. Punctuation alone matches nothing.
 */
export function findShows(shows, query) {
  if (query.trim() === "") return null;
  const words = query.split(/\s+/).map(normalizeTitle).filter(Boolean);
  const whole = words.join("");
  const hits = shows.filter(({titles}) => words.length > 0 && titles.some((title) => hasWords(title, words)));
  const begins = ({titles}) => titles.some((title) => normalizeTitle(title).startsWith(whole));
  return [...hits.filter(begins), ...hits.filter((show) => !begins(show))];
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
  return words.every((word) => normalized.includes(word));
}
