-- scrapes: every scrape, with what is wrong with its clock. One row a row of `readings`.
--
-- A view: a copy of every scrape would cost more than reading the archive twice.
--
--   torrent_id   INTEGER  NULL: no torrent has this infohash (an orphan)
--   scraped_at   BIGINT   epoch seconds UTC; NULL: not a time of this century, or a clock's error
--   downloads    INTEGER  the tracker's count; NULL: none that can be
--   is_all_zero  BOOLEAN  seeders, leechers and downloads are all 0
--   clock_error  VARCHAR  before_publication or from_the_future (ScrapeRejection); NULL: neither, or no time at all
--
-- Reads readings(torrent_id INTEGER, scraped_at BIGINT, downloads INTEGER, is_all_zero BOOLEAN), torrents(torrent_id,
-- published) and run_clock(now_seconds BIGINT), one row: one stamp in 2099 would else make the whole database old.
-- The bounds, $…, are those of domain/scrapes.py.
WITH clocked AS (
    SELECT
        torrent_id,
        scraped_at,
        downloads,
        is_all_zero,
        CASE
            WHEN scraped_at < published - $MAX_SECONDS_BEFORE_PUBLICATION THEN 'before_publication'
            WHEN scraped_at > now_seconds + $MAX_SECONDS_AFTER_NOW THEN 'from_the_future'
        END AS clock_error
    FROM readings
    CROSS JOIN run_clock
    LEFT JOIN torrents USING (torrent_id)
)
SELECT
    torrent_id,
    CASE WHEN clock_error IS NULL THEN scraped_at END AS scraped_at,
    downloads,
    is_all_zero,
    clock_error
FROM clocked
