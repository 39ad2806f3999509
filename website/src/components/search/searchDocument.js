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
 * The shows one of whose titles holds every word of `query`, those first whose title begins with it, each with the
 * `match`, the title that it is found by; null for an empty query.
 *
 * `shows` have `titles`. Punctuation alone matches nothing.
 */
export function findShows(shows, query) {
  if (query.trim() === "") return null;
  const words = query.split(/\s+/).map(normalizeTitle).filter(Boolean);
  if (words.length === 0) return [];
  const whole = words.join("");
  const hits = shows.map((show) => ({...show, match: findTitle(show.titles, words)})).filter(({match}) => match);
  const begins = ({match}) => normalizeTitle(match).startsWith(whole);
  return [...hits.filter(begins), ...hits.filter((show) => !begins(show))];
}

/** Of the titles with all words the one that begins with them, else the first. */
function findTitle(titles, words) {
  const hits = titles.filter((title) => hasWords(title, words));
  return hits.find((title) => normalizeTitle(title).startsWith(words.join(""))) ?? hits[0];
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
