-- show_weeks: downloads of each show by week of the chart. One row a show and week with downloads.
--
--   week_number  BIGINT  as in chart_weeks
--   anilist_id   BIGINT
--   downloads    BIGINT  more than 0
--
-- 1970-01-01 was a Thursday: the Monday of day d's week is d - (d + 3) % 7.
SELECT week_number, anilist_id, CAST(SUM(downloads_daily) AS BIGINT) AS downloads
FROM episode_days
JOIN chart_weeks ON day - (day + 3) % 7 = first_day
GROUP BY week_number, anilist_id
HAVING SUM(downloads_daily) > 0
