-- chart: the chart's weeks that have begun by now.
--
--   week        VARCHAR  2025-W40
--   start_date  DATE     its Monday
--   first_day   BIGINT   its Monday, in days since 1970-01-01
--   number      BIGINT   1 for the chart's first week
--   complete    BOOLEAN  now is not before the week's end
WITH numbered AS (
    SELECT
        week,
        start_date,
        CAST(DATE_DIFF('day', DATE '1970-01-01', start_date) AS BIGINT) AS first_day,
        ROW_NUMBER() OVER (ORDER BY start_date) AS number
    FROM weeks
)
SELECT numbered.*, scraped_at >= (first_day + 7) * 86400 AS complete
FROM numbered
CROSS JOIN newest
WHERE first_day * 86400 <= scraped_at
