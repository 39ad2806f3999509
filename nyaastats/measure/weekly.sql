-- weekly: downloads of each show by week of the chart; no row for nothing.
--
--   number      BIGINT  the week, as in chart.sql
--   anilist_id  BIGINT
--   downloads   BIGINT  more than 0
SELECT number, anilist_id, CAST(SUM(downloads_daily) AS BIGINT) AS downloads
FROM daily
JOIN chart ON CAST(date AS DATE) >= start_date AND CAST(date AS DATE) < start_date + 7
GROUP BY number, anilist_id
HAVING SUM(downloads_daily) > 0
