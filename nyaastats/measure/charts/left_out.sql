-- left_out: downloads of torrents that count which are in no day of episode_days. One row a show.
--
--   anilist_id      BIGINT
--   after_last_day  BIGINT  after the show's last day
--   not_begun       BIGINT  in the day of the newest scrape, of which less than an hour has passed
WITH totals AS (
    SELECT
        anilist_id,
        episode,
        (1000000 * SUM(downloads) + SUM(COALESCE(millionths, 0)) + 500000) // 1000000 AS downloads
    FROM matches
    JOIN torrent_totals USING (torrent_id)
    LEFT JOIN tail_estimates USING (torrent_id, anilist_id)
    GROUP BY anilist_id, episode
),
published AS (
    SELECT anilist_id, episode, SUM(downloads_daily) AS downloads
    FROM episode_days
    GROUP BY anilist_id, episode
),
rests AS (
    SELECT
        anilist_id,
        totals.downloads - COALESCE(published.downloads, 0) AS downloads,
        COALESCE(DATE_DIFF('day', DATE '1970-01-01', last_day) < newest_scrape_at // 86400, FALSE) AS is_over
    FROM totals
    LEFT JOIN published USING (anilist_id, episode)
    JOIN shows USING (anilist_id)
    CROSS JOIN data_until
)
SELECT
    anilist_id,
    CAST(SUM(CASE WHEN is_over THEN downloads ELSE 0 END) AS BIGINT) AS after_last_day,
    CAST(SUM(CASE WHEN is_over THEN 0 ELSE downloads END) AS BIGINT) AS not_begun
FROM rests
GROUP BY anilist_id
