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
        CAST(ROW_NUMBER() OVER (ORDER BY start_date) AS BIGINT) AS week_number
    FROM weeks
),
begun AS (
    SELECT numbered.*, newest_scrape_at >= (first_day + 7) * 86400 AS is_complete
    FROM numbered
    CROSS JOIN data_until
    WHERE first_day * 86400 + 3600 <= newest_scrape_at
),
unsettled AS (  -- a tail ends with its show
    SELECT DISTINCT week_number AS unsettled_week
    FROM begun
    CROSS JOIN show_tails
    JOIN shows USING (anilist_id)
    WHERE tail_from < (first_day + 7) * 86400 AND (last_day IS NULL OR start_date <= last_day)
)
SELECT
    week,
    start_date,
    first_day,
    week_number,
    is_complete,
    is_complete AND unsettled_week IS NULL AS is_settled
FROM begun
LEFT JOIN unsettled ON unsettled_week = week_number
