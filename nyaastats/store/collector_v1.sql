-- The tables of the collector as its first version made them; frozen. collector.sql has them as they are now.

-- looks: a row a torrent, which decides when it is due. Small, so that a look does not rewrite the torrent's own row.
CREATE TABLE IF NOT EXISTS looks (
  infohash TEXT PRIMARY KEY,              -- as `torrents` spells it
  published INTEGER,                      -- NULL: its date cannot be read, or it stands there twice; never due
  last INTEGER,                           -- the last look that the tracker answered; NULL: none yet
  had_counts INTEGER NOT NULL DEFAULT 0,  -- whether a look ever found anything
  zeros INTEGER NOT NULL DEFAULT 0,       -- the tracker's last so many looks found three zeros
  dead INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
-- Who is due, and who is silent, is read from these alone.
CREATE INDEX IF NOT EXISTS looks_due ON looks (dead, published, last, had_counts);
CREATE INDEX IF NOT EXISTS looks_silent ON looks (zeros, dead) WHERE zeros > 0;

-- pages: what the next request for a page must know.
CREATE TABLE IF NOT EXISTS pages (
  address TEXT PRIMARY KEY,
  not_before INTEGER NOT NULL,
  etag TEXT,
  last_modified TEXT
);

-- walks: how far a backfill came that was interrupted; a finished one has no row.
CREATE TABLE IF NOT EXISTS walks (
  start TEXT PRIMARY KEY,
  address TEXT NOT NULL,                  -- of the last page that was stored
  page INTEGER NOT NULL,                  -- its number, counted from 1
  at INTEGER NOT NULL                     -- when it was stored
);

-- origin: one row, whose counts these are.
CREATE TABLE IF NOT EXISTS origin (tracker TEXT NOT NULL);
