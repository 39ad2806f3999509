-- midnight_splits: of the spans of time that cross a UTC midnight, the downloads before it. One row a span of a torrent
-- that counts, and midnight.
--
--   torrent_id    INTEGER
--   day           BIGINT   days since 1970-01-01: the day that begins at the midnight
--   millionths    BIGINT   downloads between the span's start and the midnight, in millionths
--   is_estimated  BOOLEAN  as of the span in increments_and_tails
--
-- Downloads come in their span along the decay curve: of the share that the curve rises by from the torrent's age at its
-- start to that at its end, as much as it has risen by the midnight. Where it does not rise, or nothing was measured:
-- evenly in time.
WITH counted AS (
    SELECT torrent_id FROM matches
    UNION ALL
    SELECT torrent_id FROM film_matches
),
counted_torrents AS (
    SELECT torrent_id, published FROM torrents JOIN counted USING (torrent_id)
),
spans AS (  -- before publication nothing was there to download
    SELECT
        torrent_id,
        start_at,
        end_at,
        published,
        millionths,
        is_estimated,
        GREATEST(start_at - published, 0) AS start_age,
        GREATEST(end_at - published, 0) AS end_age
    FROM increments_and_tails
    JOIN counted_torrents USING (torrent_id)
    WHERE start_at // 86400 < end_at // 86400
),
measured AS (  -- a scalar: as a table of one row to cross with, DuckDB took a quarter longer
    SELECT *, (SELECT MAX(hour) FROM decay_curve) AS last_hour FROM spans
),
rises AS (  -- by how much the curve rises in a span
    SELECT
        measured.*,
        by_start.shares_before + by_start.rate * (start_age - by_start.age_from) AS start_share,
        by_end.shares_before + by_end.rate * (end_age - by_end.age_from) AS end_share
    FROM measured
    LEFT JOIN decay_curve AS by_start ON by_start.hour = LEAST(start_age // 3600, last_hour)
    LEFT JOIN decay_curve AS by_end ON by_end.hour = LEAST(end_age // 3600, last_hour)
),
crossed AS (
    SELECT
        torrent_id,
        start_at,
        end_at,
        published,
        millionths,
        is_estimated,
        last_hour,
        start_share,
        end_share - start_share AS rise,
        UNNEST(GENERATE_SERIES(start_at // 86400 + 1, end_at // 86400)) AS day
    FROM rises
    WHERE start_at // 86400 + 1 <= end_at // 86400
),
aged AS (
    SELECT *, GREATEST(day * 86400 - published, 0) AS age FROM crossed
)
SELECT
    torrent_id,
    day,
    CAST(FLOOR(
        millionths * (
            CASE
                WHEN rise > 0 THEN (shares_before + rate * (age - age_from) - start_share) / rise
                ELSE CAST(day * 86400 - start_at AS DOUBLE) / (end_at - start_at)
            END
        ) + 0.5
    ) AS BIGINT) AS millionths,
    is_estimated
FROM aged
LEFT JOIN decay_curve ON hour = LEAST(age // 3600, last_hour)
