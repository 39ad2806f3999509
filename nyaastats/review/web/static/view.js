// What is shown of a review: which titles, in which tab, and what settling them would come to. Pure; no element here.

/** The tabs, in their order: what is asked, and what it is called. */
export const TABS = [
  {kind: "unmatched", label: "Unmatched"},
  {kind: "low_confidence", label: "In doubt"},
  {kind: "answered", label: "Answered"},
];

/** The questions of a tab whose title or one of whose names has every word of `text`. */
export function filterQuestions(questions, {kind, text}) {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return questions.filter((question) => question.kind === kind && words.every((word) => hasWord(question, word)));
}

const hasWord = ({title, names}, word) => [title, ...names].some((name) => fold(name).includes(word));

/** Without case and accents, so that "pokemon" is in "Pokémon". */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** How many questions each tab has, by kind. */
export const countKinds = (questions) =>
  Object.fromEntries(TABS.map(({kind}) => [kind, questions.filter((question) => question.kind === kind).length]));

/** How far the review is: `{answered, all, left}`; `left` are the downloads of the titles that nobody has decided. */
export function measureProgress(questions) {
  const open = questions.filter(({kind}) => kind !== "answered");
  return {answered: questions.length - open.length, all: questions.length, left: sumDownloads(open)};
}

export const sumDownloads = (questions) => questions.reduce((sum, {downloads}) => sum + downloads, 0);

/**
 * The match rate by downloads, now and when `questions` all have a show: `{now, then}`, null where nothing can be
 * matched. The same rate as on the About page.
 */
export function predictRate({matched, to_be_matched: able}, questions) {
  if (able === 0) return null;
  const gained = questions.reduce((sum, {unmatched_downloads: downloads}) => sum + downloads, 0);
  return {now: matched / able, then: (matched + gained) / able};
}

/** The question after `key` in a list, the one before with `step` −1; the first where it is not in the list, or null. */
export function findNeighbour(questions, key, step = 1) {
  const place = questions.findIndex((question) => question.key === key);
  if (place < 0) return questions[0] ?? null;
  return questions[Math.min(Math.max(place + step, 0), questions.length - 1)];
}

/** The question that a link means: of this title as any of its names has it, the most downloaded first; or null. */
export const findTitle = (questions, title) =>
  questions.find((question) => fold(question.title) === fold(title)) ??
  questions.find((question) => hasWord(question, fold(title))) ??
  null;

/** "season 2 stated", or that none is. */
export const describeSeason = (season) => (season === "none" ? "no season stated" : `season ${season} stated`);

/** "ep 1–8, SubsPlease, 1080p": what the names of a question have in common. */
export function summariseNames(torrents) {
  const parts = [describeNumbers(torrents), join(torrents, "group", 2), join(torrents, "resolution", 3)];
  return parts.filter(Boolean).join(", ");
}

function describeNumbers(torrents) {
  const numbers = torrents.map(({number}) => number).filter((number) => number !== null);
  if (numbers.length === 0) return join(torrents, "kind", 3);
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  return first === last ? `ep ${first}` : `ep ${first}–${last}`;
}

function join(torrents, field, max) {
  const values = [...new Set(torrents.map((torrent) => torrent[field]).filter((value) => value !== null))];
  return values.length > max ? `${values.slice(0, max).join(", ")} and ${values.length - max} more` : values.join(", ");
}

/** A score with its sign: 5 → "+5", −10.2 → "−10", 0 → "0". */
export function formatPoints(score) {
  const points = Math.round(score);
  if (points === 0) return "0";
  return points > 0 ? `+${points}` : `−${-points}`;
}
