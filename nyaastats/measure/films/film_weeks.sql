-- film_weeks: downloads of each film by week of the chart. One row a film and week that has one of its days.
--
--   anilist_id           BIGINT
--   week_number          BIGINT  as in chart_weeks
--   downloads            BIGINT
--   downloads_estimated  BIGINT  the part of them that is estimated, as in episode_days
--
-- 1970-01-01 was a Thursday: the Monday of day d's week is d - (d + 3) % 7.
SELECT
    anilist_id,
    week_number,
    CAST(SUM(downloads_daily) AS BIGINT) AS downloads,
    CAST(SUM(downloads_estimated) AS BIGINT) AS downloads_estimated
FROM film_days
JOIN chart_weeks ON day - (day + 3) % 7 = first_day
GROUP BY anilist_id, week_number
