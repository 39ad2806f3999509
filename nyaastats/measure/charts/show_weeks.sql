-- show_weeks: downloads of each show by week of the chart. One row a show and week with downloads.
--
--   week_number          BIGINT  as in chart_weeks
--   anilist_id           BIGINT
--   downloads            BIGINT  more than 0
--   downloads_estimated  BIGINT  the part of them that is estimated, as in episode_days
--
-- 1970-01-01 was a Thursday: the Monday of day d's week is d - (d + 3) % 7.
SELECT
    week_number,
    anilist_id,
    CAST(SUM(downloads_daily) AS BIGINT) AS downloads,
    CAST(SUM(downloads_estimated) AS BIGINT) AS downloads_estimated
FROM episode_days
JOIN chart_weeks ON day - (day + 3) % 7 = first_day
GROUP BY week_number, anilist_id
HAVING SUM(downloads_daily) > 0
