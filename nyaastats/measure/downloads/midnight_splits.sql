-- midnight_splits: of the spans of time that cross a UTC midnight, the downloads before it. One row an episode and
-- midnight.
--
--   anilist_id  BIGINT
--   episode     INTEGER
--   day         BIGINT   days since 1970-01-01: the day that begins at the midnight, up to the one after the last day
--   millionths  BIGINT   downloads between the span's start and the midnight, summed over the spans, in millionths
--   estimated   BIGINT   the part of them that is estimated
--
-- Downloads come in their span along the decay curve: of the share that the curve rises by from the torrent's age at its
-- start to that at its end, as much as it has risen by the midnight. Where it does not rise, or nothing was measured:
-- evenly in time.
WITH spans AS (  -- before publication nothing was there to download
    SELECT
        anilist_id,
        episode,
        start_at,
        end_at,
        published,
        millionths,
        is_estimated,
        start_at // 86400 + 1 AS from_day,
        LEAST(end_at // 86400, last_day + 1) AS to_day,
        GREATEST(start_at - published, 0) AS start_age,
        GREATEST(end_at - published, 0) AS end_age
    FROM increments_and_tails
    JOIN matches USING (torrent_id)
    JOIN episode_spans USING (anilist_id, episode)
    JOIN torrents USING (torrent_id)
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
        anilist_id,
        episode,
        start_at,
        end_at,
        published,
        millionths,
        is_estimated,
        last_hour,
        start_share,
        end_share - start_share AS rise,
        UNNEST(GENERATE_SERIES(from_day, to_day)) AS day
    FROM rises
    WHERE from_day <= to_day
),
aged AS (
    SELECT *, GREATEST(day * 86400 - published, 0) AS age FROM crossed
),
splits AS (
    SELECT
        anilist_id,
        episode,
        day,
        is_estimated,
        CAST(FLOOR(
            millionths * (
                CASE
                    WHEN rise > 0 THEN (shares_before + rate * (age - age_from) - start_share) / rise
                    ELSE CAST(day * 86400 - start_at AS DOUBLE) / (end_at - start_at)
                END
            ) + 0.5
        ) AS BIGINT) AS part
    FROM aged
    LEFT JOIN decay_curve ON hour = LEAST(age // 3600, last_hour)
)
SELECT
    anilist_id,
    episode,
    day,
    CAST(SUM(part) AS BIGINT) AS millionths,
    CAST(SUM(CASE WHEN is_estimated THEN part ELSE 0 END) AS BIGINT) AS estimated
FROM splits
GROUP BY anilist_id, episode, day
