-- rankings: the shows of each week with their rank and its history. One row a show and week with downloads.
--
--   week                 VARCHAR  2025-W40
--   rank                 INTEGER  from 1, unique in its week: most downloads first, of equals the lower AniList id
--   anilist_id           BIGINT
--   downloads            BIGINT   in the week
--   title                VARCHAR
--   title_romaji         VARCHAR
--   previous_rank        INTEGER  in the chart's week before; NULL: it was not ranked there
--   peak_rank            INTEGER  the best rank up to this week
--   weeks_on_chart       INTEGER  how many weeks it was ranked, this one included
--   downloads_estimated  BIGINT   the part of downloads that is estimated, as in episode_days
WITH ranked AS (
    SELECT
        week_number,
        anilist_id,
        downloads,
        downloads_estimated,
        CAST(ROW_NUMBER() OVER (PARTITION BY week_number ORDER BY downloads DESC, anilist_id) AS BIGINT) AS rank
    FROM show_weeks
),
histories AS (
    SELECT
        *,
        MIN(rank) OVER so_far AS peak_rank,
        COUNT(*) OVER so_far AS weeks_on_chart
    FROM ranked
    WINDOW so_far AS (PARTITION BY anilist_id ORDER BY week_number)
)
SELECT
    week,
    CAST(histories.rank AS INTEGER) AS rank,
    histories.anilist_id,
    histories.downloads,
    title,
    title_romaji,
    CAST(before.rank AS INTEGER) AS previous_rank,
    CAST(peak_rank AS INTEGER) AS peak_rank,
    CAST(weeks_on_chart AS INTEGER) AS weeks_on_chart,
    histories.downloads_estimated
FROM histories
JOIN chart_weeks ON chart_weeks.week_number = histories.week_number
JOIN shows ON shows.anilist_id = histories.anilist_id
LEFT JOIN ranked AS before
    ON before.anilist_id = histories.anilist_id AND before.week_number = histories.week_number - 1
