-- chart_weeks: the chart's weeks that have begun by now. One row an ISO week.
--
--   week         VARCHAR  2025-W40
--   start_date   DATE     its Monday
--   first_day    BIGINT   its Monday, in days since 1970-01-01
--   week_number  BIGINT   1 for the chart's first week
--   is_complete  BOOLEAN  the week was over at the newest scrape
WITH numbered AS (
    SELECT
        week,
        start_date,
        CAST(DATE_DIFF('day', DATE '1970-01-01', start_date) AS BIGINT) AS first_day,
        ROW_NUMBER() OVER (ORDER BY start_date) AS week_number
    FROM weeks
)
SELECT numbered.*, newest_scrape_at >= (first_day + 7) * 86400 AS is_complete
FROM numbered
CROSS JOIN data_until
WHERE first_day * 86400 <= newest_scrape_at
