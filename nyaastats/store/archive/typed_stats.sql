-- typed_stats: every row of `stats` with its texts read as values. One row a row of `stats`.
--
--   infohash    VARCHAR  in lower case; whatever text stands there; NULL: no ASCII, so no infohash
--   scraped_at  BIGINT   epoch seconds UTC, rounded down; NULL: not a time (domain/times.py) of this century
--   seeders     INTEGER  NULL: not a whole number
--   leechers    INTEGER  likewise
--   downloads   INTEGER  the tracker's count; NULL: not a whole number from 0 to 99,999,999
--
-- Reads stats(infohash, timestamp, seeders, leechers, downloads), all VARCHAR. The only place where a text becomes a
-- number, and for DuckDB alone: a cast of text is each engine's own parser (docs/sql-dialect.md).
--
-- The bounds, $…, are those of domain/scrapes.py. They keep every product below within 64 bits.
-- Which texts are times, and which times they are, is the law of domain/times.py; fractions are rounded down, so they
-- are not read. A UTC offset is read here instead of by a cast to TIMESTAMPTZ: after a row that names its time zone in
-- words, DuckDB reads the rows that follow differently.
-- The expensive patterns run only on the rows that need them: a count that is written back as it was read needs none.
WITH texts AS (
    SELECT
        infohash,
        timestamp AS moment,
        downloads,
        TRY_CAST(downloads AS INTEGER) AS count,
        TRY_CAST(seeders AS INTEGER) AS seeders_count,
        seeders,
        TRY_CAST(leechers AS INTEGER) AS leechers_count,
        leechers
    FROM stats
),
usual_times AS (  -- what nearly all rows are: 2025-10-06T12:00:00Z, at once
    SELECT
        *,
        -- The cast alone would also take 'T 2:00:00Z' and '12:00:5.Z'.
        CASE
            WHEN moment LIKE '____-__-__T__:__:__Z' AND SUBSTRING(moment, 12, 1) >= '0' AND moment NOT LIKE '%.Z'
                THEN DATE_DIFF('second', TIMESTAMP '1970-01-01', TRY_CAST(moment AS TIMESTAMP))
            WHEN REGEXP_MATCHES(  -- and as Python writes them: a space, microseconds, an offset as +09:00 or none
                moment,
                '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?'
                || '(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?$'
            )
                THEN DATE_DIFF('second', TIMESTAMP '1970-01-01', TRY_CAST(SUBSTRING(moment, 1, 19) AS TIMESTAMP))
                    - CASE
                        WHEN moment LIKE '%Z' OR moment LIKE '%+00:00' THEN 0
                        WHEN moment LIKE '%+__:__' OR moment LIKE '%-__:__'
                            THEN CASE WHEN moment LIKE '%+__:__' THEN 60 ELSE -60 END * (
                                60 * CAST(SUBSTRING(moment, LENGTH(moment) - 4, 2) AS INTEGER)
                                + CAST(SUBSTRING(moment, LENGTH(moment) - 1, 2) AS INTEGER)
                            )
                        ELSE 0
                    END
        END AS usual_seconds
    FROM texts
),
unusual_times AS (  -- every other form as its digits alone, offset behind: 20251006120000, 20251006120000+0900
    SELECT
        *,
        CASE
            WHEN usual_seconds IS NULL AND REGEXP_MATCHES(
                moment,
                '^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8})([Tt ](24(:?00(:?00([.,]0+)?)?)?'
                || '|([01][0-9]|2[0-3])(:?[0-5][0-9](:?([0-5][0-9]|60)([.,][0-9]+)?)?)?)'
                || '([Zz]|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)?)?$'
            )
                THEN CONCAT(
                    REPLACE(REGEXP_EXTRACT(moment, '^([0-9-]+)', 1), '-', ''),
                    RPAD(REPLACE(REGEXP_EXTRACT(moment, '[Tt ]([0-9:]+)', 1), ':', ''), 6, '0'),
                    REPLACE(REGEXP_EXTRACT(moment, '[Tt ].*([+-][0-9:]+)$', 1), ':', '')
                )
        END AS digits
    FROM usual_times
),
timed AS (  -- a leap second is the second before it; an offset without minutes has none
    SELECT
        *,
        CASE
            WHEN digits IS NULL THEN usual_seconds
            ELSE
                86400 * DATE_DIFF(
                    'day',
                    DATE '1970-01-01',
                    TRY_CAST(
                        CONCAT(
                            SUBSTRING(digits, 1, 4), '-', SUBSTRING(digits, 5, 2), '-', SUBSTRING(digits, 7, 2)
                        ) AS DATE
                    )
                )
                + 3600 * CAST(SUBSTRING(digits, 9, 2) AS INTEGER)
                + 60 * CAST(SUBSTRING(digits, 11, 2) AS INTEGER)
                + LEAST(CAST(SUBSTRING(digits, 13, 2) AS INTEGER), 59)
                - CASE WHEN SUBSTRING(digits, 15, 1) = '-' THEN -60 ELSE 60 END * (
                    60 * CAST(RPAD(SUBSTRING(digits, 16, 2), 2, '0') AS INTEGER)
                    + CAST(RPAD(SUBSTRING(digits, 18, 2), 2, '0') AS INTEGER)
                )
        END AS seconds
    FROM unusual_times
)
SELECT
    -- LOWER stops a run at bytes that are no UTF-8. The cast takes ASCII alone, and is four times as fast as a pattern.
    CASE WHEN TRY_CAST(infohash AS BLOB) IS NOT NULL THEN LOWER(infohash) END AS infohash,
    CASE WHEN seconds BETWEEN $MIN_SCRAPED_SECONDS AND $MAX_SCRAPED_SECONDS THEN seconds END AS scraped_at,
    CASE WHEN seeders_count >= 0 AND CAST(seeders_count AS VARCHAR) = seeders THEN seeders_count END AS seeders,
    CASE WHEN leechers_count >= 0 AND CAST(leechers_count AS VARCHAR) = leechers THEN leechers_count END AS leechers,
    CASE
        WHEN count BETWEEN 0 AND $MAX_DOWNLOADS AND CAST(count AS VARCHAR) = downloads THEN count
        WHEN REGEXP_MATCHES(downloads, '^[0-9]{1,$MAX_COUNT_DIGITS}$') THEN count
    END AS downloads
FROM timed
