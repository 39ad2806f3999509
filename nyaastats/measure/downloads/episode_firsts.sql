-- episode_firsts: downloads of each episode in its first 7 and its first 28 days. One row an episode of episode_spans.
--
--   anilist_id       BIGINT
--   episode          INTEGER
--   first_published  BIGINT   epoch seconds UTC of the earliest publication among the episode's torrents
--   downloads_7      BIGINT   up to the end of the first 7 days; so far, until they are over
--   downloads_28     BIGINT   likewise of the first 28
--   estimated_7      BIGINT   the part of downloads_7 that is estimated
--   estimated_28     BIGINT   likewise of downloads_28
--   is_over_7        BOOLEAN  the first 7 days are over, and none of them lies after the show's last day
--   is_over_28       BOOLEAN  likewise of the first 28
--
-- The first 7 days are the UTC day of the first torrent and the 6 after it. Days before it, which only a tracker's clock
-- can cause, count to them.
WITH spans AS (
    SELECT
        anilist_id,
        episode,
        first_published,
        first_published // 86400 AS day_1,
        newest_scrape_at // 86400 AS today,
        DATE_DIFF('day', DATE '1970-01-01', shows.last_day) AS last_counted
    FROM episode_spans
    JOIN shows USING (anilist_id)
    CROSS JOIN data_until
),
sums AS (
    SELECT
        anilist_id,
        episode,
        CAST(SUM(CASE WHEN day < day_1 + 7 THEN downloads_daily ELSE 0 END) AS BIGINT) AS downloads_7,
        CAST(SUM(CASE WHEN day < day_1 + 28 THEN downloads_daily ELSE 0 END) AS BIGINT) AS downloads_28,
        CAST(SUM(CASE WHEN day < day_1 + 7 THEN downloads_estimated ELSE 0 END) AS BIGINT) AS estimated_7,
        CAST(SUM(CASE WHEN day < day_1 + 28 THEN downloads_estimated ELSE 0 END) AS BIGINT) AS estimated_28
    FROM episode_days
    JOIN spans USING (anilist_id, episode)
    GROUP BY anilist_id, episode
)
SELECT
    anilist_id,
    episode,
    first_published,
    downloads_7,
    downloads_28,
    estimated_7,
    estimated_28,
    today >= day_1 + 7 AND COALESCE(last_counted >= day_1 + 6, TRUE) AS is_over_7,
    today >= day_1 + 28 AND COALESCE(last_counted >= day_1 + 27, TRUE) AS is_over_28
FROM spans
JOIN sums USING (anilist_id, episode)
