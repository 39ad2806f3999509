// What a number rests on: how finished the week or day is that it is of, and how much of it is estimated. Pages, pictures
// and the feed all take their words from here.

/**
 * How far a span of time (a week, a day, several of them) is known: "unfinished" while it is not over; "provisional" when
 * it is over and downloads in it are expected that no scrape has counted yet; else "settled".
 */
export function certaintyOf({complete, settled}) {
  if (!complete) return "unfinished";
  return settled ? "settled" : "provisional";
}

/** Whether a span's numbers can still change. */
export const isOpen = (span) => certaintyOf(span) !== "settled";

/** Many spans as one: it is only as certain as the least certain of them. */
export const joinSpans = (spans) => ({
  complete: spans.every(({complete}) => complete),
  settled: spans.every(({settled}) => settled),
});

/** What a span is, in a word: "so far", "provisional", or null when it is settled. */
export const nameCertainty = (span) =>
  ({unfinished: "so far", provisional: "provisional", settled: null})[certaintyOf(span)];

/**
 * The words beside a number of a span: "so far", "provisional, 6% estimated", or null when it is settled.
 *
 * `downloads` and `downloads_estimated` are the number and its estimated part: a show's in a week, or sums of them.
 */
export function describeCertainty(span, amount) {
  const word = nameCertainty(span);
  if (certaintyOf(span) !== "provisional") return word;
  return [word, describeEstimate(amount)].filter(Boolean).join(", ");
}

/** How much of a number is estimated: "6% estimated", "under 1% estimated", or null when nothing is. */
export function describeEstimate({downloads, downloads_estimated: estimated}) {
  if (estimated === 0) return null;
  const percent = Math.round((100 * estimated) / downloads);
  return `${percent === 0 ? "under 1" : percent}% estimated`;
}

/** A text and what its number rests on: "10 downloads so far", "10 downloads (provisional, 6% estimated)". */
export function qualify(text, span, amount) {
  const words = describeCertainty(span, amount);
  if (words === null) return text;
  return certaintyOf(span) === "unfinished" ? `${text} ${words}` : `${text} (${words})`;
}

/** The sums of `downloads` and `downloads_estimated` over rows of a ranking, or over sums of them. */
export const sumAmounts = (rows) => ({
  downloads: rows.reduce((sum, row) => sum + row.downloads, 0),
  downloads_estimated: rows.reduce((sum, row) => sum + row.downloads_estimated, 0),
});
