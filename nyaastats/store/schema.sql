-- nyaastats.db, written by the collector, read by the ETL. Times are ISO 8601: Z, an offset, or none (then UTC).
CREATE TABLE IF NOT EXISTS torrents (
  infohash TEXT PRIMARY KEY,
  filename TEXT NOT NULL,
  pubdate TEXT NOT NULL,
  size_bytes INTEGER,
  nyaa_id INTEGER,
  trusted BOOLEAN,
  remake BOOLEAN,
  status TEXT DEFAULT 'active', -- active, dead, guessit_failed
  guessit_data TEXT             -- JSON of guessit's output
);

CREATE TABLE IF NOT EXISTS stats (
  infohash TEXT NOT NULL,
  timestamp TEXT NOT NULL,
  seeders INTEGER NOT NULL,
  leechers INTEGER NOT NULL,
  downloads INTEGER NOT NULL,
  PRIMARY KEY (infohash, timestamp)
);
