// Why a torrent counts for no episode, in a reader's words: the reasons of report.json and shows.json.

export const REASONS = {
  guessit_failed: "guessit could not read the name",
  too_early: "published before the season's window",
  batch: "a batch: many episodes in one torrent",
  special: "a special, a half episode or an extra",
  unmatched: "no show could be told with confidence",
  other_format: "a film, an OVA, a special or music",
  other_season: "a show of another season",
  superseded: "v2 or later of a torrent that is counted",
};

/** "batch" → "a batch: many episodes in one torrent"; a reason that has no words yet is itself. */
export const reasonLabel = (reason) => REASONS[reason] ?? reason;
