// When a week's entry was published, and when it last changed: of the week alone, so that both stay as they are.

const DAY_LENGTH = 86_400_000;
const WEEK_LENGTH = 7 * DAY_LENGTH;

/** The moment at which a week is over: `2025-10-06T00:00:00Z`. */
export const publishedAt = ({start_date: start}) => toTime(Date.parse(start) + WEEK_LENGTH);

/**
 * A provisional week can change with every run, and is as old as the data. A settled one is as old as the week; where its
 * numbers are not those first published, it is newer by a week, in which even the oldest torrents are read once.
 */
export function updatedAt(week, {corrections, dataUntil}) {
  if (!week.settled) return dataUntil;
  if (corrections.length === 0) return publishedAt(week);
  return toTime(Math.min(Date.parse(week.start_date) + 2 * WEEK_LENGTH, Date.parse(dataUntil)));
}

/** The newest of some entries' times; of none, `otherwise`. */
export const newestOf = (entries, otherwise) =>
  entries
    .map(({updated}) => updated)
    .sort()
    .at(-1) ?? otherwise;

const toTime = (time) => new Date(time).toISOString().replace(".000", "");
