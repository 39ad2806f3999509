-- episode_firsts: downloads of each episode in its first 7 and 28 days: the UTC day of its first torrent's publication and
-- the 6, or 27, after it, all of them whole. One row an episode of episode_days.
--
--   anilist_id       BIGINT
--   episode          INTEGER
--   first_published  BIGINT   epoch seconds UTC of the earliest publication among its torrents
--   downloads_7      BIGINT   so far, where these days are not over
--   downloads_28     BIGINT   likewise
--   estimated_7      BIGINT   the part of downloads_7 that is estimated, as in episode_days
--   estimated_28     BIGINT   likewise
--   is_over_7        BOOLEAN  the 7 days are over at the newest scrape
--   is_over_28       BOOLEAN  the 28 days are
WITH aged AS (  -- day 0 is that of the publication; days before it hold what a scraper's clock dated too early
    SELECT
        anilist_id,
        episode,
        first_published,
        day - first_published // 86400 AS age,
        downloads_daily,
        downloads_estimated
    FROM episode_days
    JOIN episode_spans USING (anilist_id, episode)
),
sums AS (
    SELECT
        anilist_id,
        episode,
        first_published,
        CAST(SUM(CASE WHEN age BETWEEN 0 AND 6 THEN downloads_daily ELSE 0 END) AS BIGINT) AS downloads_7,
        CAST(SUM(CASE WHEN age BETWEEN 0 AND 27 THEN downloads_daily ELSE 0 END) AS BIGINT) AS downloads_28,
        CAST(SUM(CASE WHEN age BETWEEN 0 AND 6 THEN downloads_estimated ELSE 0 END) AS BIGINT) AS estimated_7,
        CAST(SUM(CASE WHEN age BETWEEN 0 AND 27 THEN downloads_estimated ELSE 0 END) AS BIGINT) AS estimated_28
    FROM aged
    GROUP BY anilist_id, episode, first_published
)
SELECT
    anilist_id,
    episode,
    first_published,
    downloads_7,
    downloads_28,
    estimated_7,
    estimated_28,
    newest_scrape_at >= (first_published // 86400 + 7) * 86400 AS is_over_7,
    newest_scrape_at >= (first_published // 86400 + 28) * 86400 AS is_over_28
FROM sums
CROSS JOIN data_until
