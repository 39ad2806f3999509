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
--   downloads_estimated       INTEGER      the part of downloads_daily that is from intervals longer than 48 h
--
-- An increment is first put whole on the day of its end. Then, for each midnight that it spans, its downloads up to the
-- midnight (midnight_splits) are moved from the day that begins there to the day that ends there. So only increments
-- that span a midnight have to be split.
WITH moves AS (
    SELECT
        anilist_id,
        episode,
        end_at // 86400 AS day,
        SUM(downloads) AS downloads,
        SUM(CASE WHEN is_long THEN downloads ELSE 0 END) AS estimated
    FROM increments
    JOIN matches USING (torrent_id)
    GROUP BY anilist_id, episode, end_at // 86400
    UNION ALL
    SELECT anilist_id, episode, day - 1, downloads, estimated FROM midnight_splits
    UNION ALL
    SELECT anilist_id, episode, day, -downloads, -estimated FROM midnight_splits
),
days AS (
    SELECT anilist_id, episode, day, SUM(downloads) AS downloads, SUM(estimated) AS estimated
    FROM moves
    GROUP BY anilist_id, episode, day
),
calendar AS (
    SELECT anilist_id, episode, first_published, UNNEST(GENERATE_SERIES(first_day, last_day)) AS day
    FROM episode_spans
),
series AS (
    SELECT
        anilist_id,
        episode,
        day,
        first_published,
        COALESCE(downloads, 0) AS downloads,
        COALESCE(estimated, 0) AS estimated
    FROM calendar
    LEFT JOIN days USING (anilist_id, episode, day)
)
SELECT
    anilist_id,
    episode,
    day,
    TO_TIMESTAMP(day * 86400) AS date,
    CAST(downloads AS INTEGER) AS downloads_daily,
    CAST(SUM(downloads) OVER (PARTITION BY anilist_id, episode ORDER BY day) AS INTEGER) AS downloads_cumulative,
    GREATEST(CAST((day + 1) * 86400 - first_published AS DOUBLE) / 86400, 0) AS days_since_first_torrent,
    title,
    CAST(estimated AS INTEGER) AS downloads_estimated
FROM series
JOIN shows USING (anilist_id)
