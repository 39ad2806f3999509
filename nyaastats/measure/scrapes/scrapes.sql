-- scrapes: every row of `stats` with its texts read as numbers. One row a row of `stats`.
--
--   torrent_id   INTEGER  NULL: no torrent has this infohash (an orphan)
--   scraped_at   BIGINT   epoch seconds UTC, rounded down; NULL: not an ISO 8601 time of this century, or a clock's error
--   downloads    INTEGER  the tracker's count; NULL: not a whole number from 0 to 99,999,999
--   is_all_zero  BOOLEAN  seeders, leechers and downloads are all 0
--   clock_error  VARCHAR  before_publication or from_the_future (ScrapeRejection); NULL: neither, or no time at all
--
-- Reads stats(infohash, timestamp, seeders, leechers, downloads), all VARCHAR, torrents(torrent_id, infohash, published)
-- and run_clock(now_seconds BIGINT), one row: one stamp in 2099 would else make the whole database old.
--
-- The bounds, $…, are those of domain/scrapes.py. They keep every product below within 64 bits.
-- A UTC offset is read here instead of by a cast to TIMESTAMPTZ: after a row that names its time zone in words, DuckDB
-- reads the rows that follow differently.
-- The expensive patterns run only on the rows that need them: a count that is written back as it was read needs none.
WITH infohashes AS (  -- in lower case and in upper case, because scrapers have written both
    SELECT torrent_id, infohash, published FROM torrents
    UNION
    SELECT torrent_id, UPPER(infohash), published FROM torrents
),
texts AS (
    SELECT
        infohash, timestamp AS moment, seeders, leechers, downloads, TRY_CAST(downloads AS INTEGER) AS count
    FROM stats
),
clocks AS (  -- the time on the clock, and how far that clock is ahead of UTC
    SELECT
        *,
        COALESCE(
            TRY_CAST(moment AS TIMESTAMP),
            CASE  -- 2025-10-06T12:00Z: ISO 8601 lets the seconds be missing, the cast does not
                WHEN REGEXP_MATCHES(moment, '^[0-9-]{10}[T ][0-9]{2}:[0-9]{2}(Z|[+-].*)?$')
                    THEN TRY_CAST(CONCAT(SUBSTRING(moment, 1, 16), ':00') AS TIMESTAMP)
            END
        ) AS clock,
        CASE  -- +09:00, -0530 and +09 are offsets; without one the time is UTC
            WHEN moment LIKE '%Z' THEN 0
            WHEN moment LIKE '%+00:00' THEN 0
            WHEN NOT REGEXP_MATCHES(moment, ':.*[+-]') THEN 0
            ELSE CASE WHEN moment LIKE '%+%' THEN 60 ELSE -60 END * (
                60 * TRY_CAST(REGEXP_EXTRACT(moment, '[+-]([0-9]{2})(:?[0-9]{2})?$', 1) AS INTEGER)
                + COALESCE(TRY_CAST(REGEXP_EXTRACT(moment, '[+-][0-9]{2}:?([0-9]{2})$', 1) AS INTEGER), 0)
            )
        END AS seconds_ahead
    FROM texts
),
timed AS (
    SELECT *, DATE_DIFF('microsecond', TIMESTAMP '1970-01-01', clock) // 1000000 - seconds_ahead AS seconds
    FROM clocks
),
joined AS (
    SELECT
        torrent_id,
        CASE WHEN seconds BETWEEN $MIN_SCRAPED_SECONDS AND $MAX_SCRAPED_SECONDS THEN seconds END AS seconds,
        published,
        now_seconds,
        downloads,
        count,
        seeders,
        leechers
    FROM timed
    CROSS JOIN run_clock
    LEFT JOIN infohashes ON infohashes.infohash = timed.infohash
),
clocked AS (
    SELECT
        *,
        CASE
            WHEN seconds < published - $MAX_SECONDS_BEFORE_PUBLICATION THEN 'before_publication'
            WHEN seconds > now_seconds + $MAX_SECONDS_AFTER_NOW THEN 'from_the_future'
        END AS clock_error
    FROM joined
)
SELECT
    torrent_id,
    CASE WHEN clock_error IS NULL THEN seconds END AS scraped_at,
    CASE
        WHEN count BETWEEN 0 AND $MAX_DOWNLOADS AND CAST(count AS VARCHAR) = downloads THEN count
        WHEN REGEXP_MATCHES(downloads, '^[0-9]{1,$MAX_COUNT_DIGITS}$') THEN count
    END AS downloads,
    CASE WHEN count = 0 THEN COALESCE(seeders = '0' AND leechers = '0', FALSE) ELSE FALSE END AS is_all_zero,
    clock_error
FROM clocked
