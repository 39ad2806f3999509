-- episode_days: downloads of each episode by UTC day. One row an episode and day of its span, zeros included.
--
--   anilist_id                BIGINT
--   episode                   INTEGER
--   day                       BIGINT       days since 1970-01-01
--   date                      TIMESTAMPTZ  the midnight at which the day begins
--   downloads_daily           INTEGER
--   downloads_cumulative      INTEGER      of the episode, this day included
--   days_since_first_torrent  DOUBLE       from the episode's earliest publication to the end of the day, never negative
--   title                     VARCHAR      of the show
--   downloads_estimated       INTEGER      the part of downloads_daily that is spread over more than 48 h, or a tail
--
-- A span's downloads are first put whole on the day of its end. Then, for each midnight that it crosses, its downloads up
-- to the midnight (midnight_splits) are moved from the day that begins there to the day that ends there. So only spans
-- that cross a midnight have to be split.
-- Rounded is the episode's sum at each midnight, and a day is a difference of two such sums: torrents rounded one by one
-- would make too much of one day of the week and too little of another, and the days would not sum to the counts.
WITH parts AS (
    SELECT anilist_id, episode, end_at // 86400 AS day, FALSE AS is_split, millionths, is_estimated
    FROM increments_and_tails
    JOIN matches USING (torrent_id)
    UNION ALL
    SELECT anilist_id, episode, day, TRUE, millionths, is_estimated
    FROM midnight_splits
    JOIN matches USING (torrent_id)
),
daily_parts AS (
    SELECT
        anilist_id,
        episode,
        day,
        is_split,
        SUM(millionths) AS millionths,
        SUM(CASE WHEN is_estimated THEN millionths ELSE 0 END) AS estimated
    FROM parts
    GROUP BY anilist_id, episode, day, is_split
),
moves AS (
    SELECT anilist_id, episode, day, millionths, estimated FROM daily_parts WHERE NOT is_split
    UNION ALL
    SELECT anilist_id, episode, day - 1, millionths, estimated FROM daily_parts WHERE is_split
    UNION ALL
    SELECT anilist_id, episode, day, -millionths, -estimated FROM daily_parts WHERE is_split
),
days AS (
    SELECT
        anilist_id,
        episode,
        day,
        CAST(SUM(millionths) AS BIGINT) AS millionths,
        CAST(SUM(estimated) AS BIGINT) AS estimated
    FROM moves
    GROUP BY anilist_id, episode, day
),
calendar AS (
    SELECT anilist_id, episode, first_published, UNNEST(GENERATE_SERIES(first_day, last_day)) AS day
    FROM episode_spans
    WHERE first_day <= last_day
),
sums AS (
    SELECT
        anilist_id,
        episode,
        day,
        first_published,
        CAST(COALESCE(SUM(millionths) OVER so_far, 0) AS BIGINT) AS millionths,
        CAST(COALESCE(SUM(estimated) OVER so_far, 0) AS BIGINT) AS estimated
    FROM calendar
    LEFT JOIN days USING (anilist_id, episode, day)
    WINDOW so_far AS (PARTITION BY anilist_id, episode ORDER BY day)
),
rounded AS (
    SELECT
        anilist_id,
        episode,
        day,
        first_published,
        (millionths + 500000) // 1000000 AS downloads,
        (estimated + 500000) // 1000000 AS estimated
    FROM sums
),
series AS (
    SELECT
        *,
        downloads - LAG(downloads, 1, 0) OVER episodes AS daily,
        estimated - LAG(estimated, 1, 0) OVER episodes AS daily_estimated
    FROM rounded
    WINDOW episodes AS (PARTITION BY anilist_id, episode ORDER BY day)
)
SELECT
    anilist_id,
    episode,
    day,
    TO_TIMESTAMP(day * 86400) AS date,
    CAST(daily AS INTEGER) AS downloads_daily,
    CAST(downloads AS INTEGER) AS downloads_cumulative,
    GREATEST(CAST((day + 1) * 86400 - first_published AS DOUBLE) / 86400, 0) AS days_since_first_torrent,
    title,
    CAST(LEAST(daily_estimated, daily) AS INTEGER) AS downloads_estimated
FROM series
JOIN shows USING (anilist_id)
