-- The collector's own state, beside the counts; the ETL does not read it. Times are seconds since 1970-01-01 UTC.

-- scrape_state: one row a torrent, which decides when it is due. Kept apart from `torrents`, so that recording a scrape
-- rewrites 60 bytes and not the torrent's whole row with its guessit JSON.
CREATE TABLE IF NOT EXISTS scrape_state (
  infohash TEXT PRIMARY KEY,               -- as `torrents` has it, perhaps in upper case
  published_at INTEGER,                    -- NULL: unreadable date, or a duplicate in the other case; never due
  last_scraped_at INTEGER,                 -- the last scrape that the tracker answered; NULL: none yet
  ever_nonzero INTEGER NOT NULL DEFAULT 0, -- whether any scrape had a count above 0
  zero_streak INTEGER NOT NULL DEFAULT 0,  -- how many of the tracker's last scrapes in a row were all zero
  is_dead INTEGER NOT NULL DEFAULT 0,
  last_downloads INTEGER NOT NULL DEFAULT 0 -- of the last scrape with counts; by it the due torrents are ordered
) WITHOUT ROWID;
-- Covering indexes: what is due, and what may be dead, is answered without touching the table.
CREATE INDEX IF NOT EXISTS scrape_state_due ON scrape_state
  (is_dead, published_at, last_scraped_at, ever_nonzero, last_downloads);
CREATE INDEX IF NOT EXISTS scrape_state_zeros ON scrape_state
  (zero_streak, is_dead, ever_nonzero) WHERE zero_streak > 0;

-- http_cache: what the next request for a page must know (RFC 9110, 13.1).
CREATE TABLE IF NOT EXISTS http_cache (
  url TEXT PRIMARY KEY,
  not_before INTEGER NOT NULL,             -- no request before this time
  etag TEXT,
  last_modified TEXT
);

-- backfills: one row a backfill that was interrupted; a finished one has none.
CREATE TABLE IF NOT EXISTS backfills (
  start_url TEXT PRIMARY KEY,
  page_url TEXT NOT NULL,                  -- of the last page that was stored
  page INTEGER NOT NULL,                   -- its number, counted from 1
  stored_at INTEGER NOT NULL
);

-- tracker: one row, the host whose counts `stats` holds.
CREATE TABLE IF NOT EXISTS tracker (host TEXT NOT NULL);

-- tracker_state: what the next run must know of an address of the tracker.
CREATE TABLE IF NOT EXISTS tracker_state (
  url TEXT PRIMARY KEY,
  not_before INTEGER NOT NULL,             -- no request before this time
  max_infohashes INTEGER,                  -- it answers for so many a request; NULL: for as many as are asked for
  limit_seen_at INTEGER                    -- when it did
);

-- failure_streaks: one row for the feed or the tracker while its last run failed; a good one deletes it.
CREATE TABLE IF NOT EXISTS failure_streaks (
  subject TEXT PRIMARY KEY,                -- feed or tracker
  failures INTEGER NOT NULL,               -- how many runs in a row
  failed_since INTEGER NOT NULL,           -- when the first of them failed
  reason TEXT NOT NULL                     -- of the last one
);

-- generation: one row, raised by every command that deletes counts for good: an archive of them is then built anew, or
-- deletes the same. By a random step, so that no other copy of the database gets the same.
CREATE TABLE IF NOT EXISTS generation (generation INTEGER NOT NULL);

-- trims: one row for each time that archived rows were taken out of `stats`. They are in the archive alone, so that no
-- run does without it.
CREATE TABLE IF NOT EXISTS trims (
  trim_key TEXT NOT NULL,                  -- the archive's manifest has it too; an older copy of it does not
  archive TEXT NOT NULL,                   -- its folder at that time, for messages
  scraped_before INTEGER NOT NULL,
  scrapes INTEGER NOT NULL,                -- how many rows were taken out
  trimmed_at INTEGER NOT NULL
);

-- deletions: what was deleted for good since the last trim, a row for each generation that it began.
CREATE TABLE IF NOT EXISTS deletions (
  generation INTEGER PRIMARY KEY,
  previous INTEGER,                        -- the generation before; NULL: an older nyaastats has deleted it
  deleted_after INTEGER NOT NULL,          -- all counts stamped later
  max_rowid INTEGER NOT NULL               -- of the rows of `stats` that stayed; the numbers after it are given again
);

-- deleted_stats: the rows that the deletions since the last trim took from `stats`. By them the archive recognises the
-- database as it was before.
CREATE TABLE IF NOT EXISTS deleted_stats (
  generation INTEGER NOT NULL,             -- the first without them
  number INTEGER NOT NULL,                 -- the rowid
  infohash, timestamp, downloads,          -- without a type, which could change a value
  PRIMARY KEY (generation, number)
);
