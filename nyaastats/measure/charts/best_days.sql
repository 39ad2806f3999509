-- best_days: the day of a week on which one episode of a show had the most downloads, of those days that are counted: at
-- most $MAX_ESTIMATED_PERCENT % of them estimated. One row a show and week of the chart that has such a day.
--
--   week        VARCHAR  2025-W40
--   anilist_id  BIGINT
--   episode     INTEGER  of equals the earlier day, then the lower episode
--   day         BIGINT   days since 1970-01-01
--   downloads   BIGINT   of the episode on that day, more than 0
--
-- 1970-01-01 was a Thursday: the Monday of day d's week is d - (d + 3) % 7.
WITH candidates AS (
    SELECT
        week,
        anilist_id,
        episode,
        day,
        CAST(downloads_daily AS BIGINT) AS downloads,
        CAST(
            ROW_NUMBER() OVER (
                PARTITION BY week_number, anilist_id ORDER BY downloads_daily DESC, day, episode
            ) AS BIGINT
        ) AS place
    FROM episode_days
    JOIN chart_weeks ON day - (day + 3) % 7 = first_day
    WHERE downloads_daily > 0 AND 100 * downloads_estimated <= $MAX_ESTIMATED_PERCENT * downloads_daily
)
SELECT week, anilist_id, episode, day, downloads
FROM candidates
WHERE place = 1
