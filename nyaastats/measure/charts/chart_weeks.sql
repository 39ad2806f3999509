-- chart_weeks: the chart's weeks that have begun by now: an hour of them has passed. One row an ISO week.
--
--   week         VARCHAR  2025-W40
--   start_date   DATE     its Monday
--   first_day    BIGINT   its Monday, in days since 1970-01-01
--   week_number  BIGINT   1 for the chart's first week
--   is_complete  BOOLEAN  the week was over at the newest scrape
--   is_settled   BOOLEAN  complete, and no tail estimate reaches into it
WITH numbered AS (
    SELECT
        week,
        start_date,
        CAST(DATE_DIFF('day', DATE '1970-01-01', start_date) AS BIGINT) AS first_day,
        ROW_NUMBER() OVER (ORDER BY start_date) AS week_number
    FROM weeks
),
first_tail AS (
    SELECT MIN(counted_at) AS first_tail_at FROM tail_estimates
),
ends AS (
    SELECT
        numbered.*,
        newest_scrape_at >= (first_day + 7) * 86400 AS is_complete,
        COALESCE(first_tail_at >= (first_day + 7) * 86400, TRUE) AS is_before_tails
    FROM numbered
    CROSS JOIN data_until
    CROSS JOIN first_tail
    WHERE first_day * 86400 + 3600 <= newest_scrape_at
)
SELECT week, start_date, first_day, week_number, is_complete, is_complete AND is_before_tails AS is_settled
FROM ends
