-- weekly: downloads of each show by week of the chart; no row for nothing.
--
--   number      BIGINT  the week, as in chart.sql
--   anilist_id  BIGINT
--   downloads   BIGINT  more than 0
--
-- 1970-01-01 was a Thursday: the Monday of day d's week is d - (d + 3) % 7.
SELECT number, anilist_id, CAST(SUM(downloads_daily) AS BIGINT) AS downloads
FROM daily
JOIN chart ON day - (day + 3) % 7 = first_day
GROUP BY number, anilist_id
HAVING SUM(downloads_daily) > 0
