-- scrapes: every row of `stats`, read. One row a row.
--
--   torrent_id  INTEGER  NULL: an orphan, no torrent has this infohash
--   looked_at   BIGINT   epoch seconds UTC, rounded down; NULL: not an ISO 8601 time of this century
--   downloads   INTEGER  NULL: not a whole number from 0 to 99,999,999
--   silent      BOOLEAN  seeders, leechers and downloads are all 0
--
-- From stats(infohash, timestamp, seeders, leechers, downloads), all VARCHAR, and torrents(torrent_id, infohash).
-- An offset is worked out here rather than by a cast to TIMESTAMPTZ: there, a row that names a time zone in words
-- changes how the rows after it are read. The bounds of time and count keep every product below within 64 bits.
-- What is dear is asked only of the rows that need it: a count that reads back as it is written needs no pattern.
WITH spellings AS (
    SELECT torrent_id, infohash FROM torrents
    UNION
    SELECT torrent_id, UPPER(infohash) FROM torrents
),
written AS (
    SELECT
        infohash, timestamp AS moment, seeders, leechers, downloads, TRY_CAST(downloads AS INTEGER) AS whole
    FROM stats
),
clocks AS (
    SELECT
        *,
        COALESCE(
            TRY_CAST(moment AS TIMESTAMP),
            CASE
                WHEN REGEXP_MATCHES(moment, '^[0-9-]{10}[T ][0-9]{2}:[0-9]{2}(Z|[+-].*)?$')
                    THEN TRY_CAST(CONCAT(SUBSTRING(moment, 1, 16), ':00') AS TIMESTAMP)
            END
        ) AS clock,
        CASE
            WHEN moment LIKE '%Z' THEN 0
            WHEN moment LIKE '%+00:00' THEN 0
            WHEN NOT REGEXP_MATCHES(moment, ':.*[+-]') THEN 0
            ELSE CASE WHEN moment LIKE '%+%' THEN 60 ELSE -60 END * (
                60 * TRY_CAST(REGEXP_EXTRACT(moment, '[+-]([0-9]{2})(:?[0-9]{2})?$', 1) AS INTEGER)
                + COALESCE(TRY_CAST(REGEXP_EXTRACT(moment, '[+-][0-9]{2}:?([0-9]{2})$', 1) AS INTEGER), 0)
            )
        END AS seconds_ahead
    FROM written
),
timed AS (
    SELECT *, DATE_DIFF('microsecond', TIMESTAMP '1970-01-01', clock) // 1000000 - seconds_ahead AS seconds
    FROM clocks
)
SELECT
    spellings.torrent_id,
    CASE WHEN seconds BETWEEN 946684800 AND 4102444800 THEN seconds END AS looked_at,
    CASE
        WHEN whole BETWEEN 0 AND 99999999 AND CAST(whole AS VARCHAR) = downloads THEN whole
        WHEN REGEXP_MATCHES(downloads, '^[0-9]{1,8}$') THEN whole
    END AS downloads,
    CASE WHEN whole = 0 THEN COALESCE(seeders = '0' AND leechers = '0', FALSE) ELSE FALSE END AS silent
FROM timed
LEFT JOIN spellings ON spellings.infohash = timed.infohash
