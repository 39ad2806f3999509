// A week as it was first published, worked out of what it is now and of what has changed since.

/**
 * The rows of `chart` (a week's file) as first published, best rank first; `corrections` are those of that week. A change
 * too small to be listed is not undone.
 */
export function restoreEdition(chart, corrections) {
  const changed = new Map(corrections.map((correction) => [correction.anilist_id, correction]));
  const present = new Set(chart.rows.map((row) => row.anilist_id));
  const gone = corrections.filter(({anilist_id: id, title}) => !present.has(id) && title !== null);
  return [...chart.rows, ...gone.map(({anilist_id, title}) => ({anilist_id, title}))]
    .map((row) => restoreRow(row, changed.get(row.anilist_id)))
    .filter(({rank}) => rank !== null)
    .sort((a, b) => a.rank - b.rank || a.anilist_id - b.anilist_id);
}

const restoreRow = (row, correction) =>
  correction ? {...row, rank: correction.published_rank, downloads: correction.published_downloads} : row;
