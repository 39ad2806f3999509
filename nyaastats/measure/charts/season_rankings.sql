-- season_rankings: the shows of each season's week with their rank among themselves. One row a season, week and show with
-- downloads.
--
--   season               VARCHAR  fall-2025
--   week                 VARCHAR  2025-W40
--   rank                 INTEGER  from 1, unique in its season and week: most downloads first, of equals the lower id
--   anilist_id           BIGINT
--   downloads            BIGINT   in the week: the number of show_weeks
--   title                VARCHAR
--   title_romaji         VARCHAR
--   previous_rank        INTEGER  in the season's week before; NULL: it was not ranked there
--   peak_rank            INTEGER  the best rank of the season up to this week
--   weeks_on_chart       INTEGER  how many weeks of the season it was ranked, this one included
--   downloads_estimated  BIGINT   the part of downloads that is estimated, as in episode_days
WITH members AS (
    SELECT season, week, week_number, season_shows.anilist_id AS anilist_id
    FROM season_shows
    JOIN season_weeks USING (season)
    JOIN chart_weeks USING (week)
    WHERE last_day IS NULL OR start_date <= last_day
),
ranked AS (
    SELECT
        season,
        week,
        week_number,
        anilist_id,
        downloads,
        downloads_estimated,
        CAST(
            ROW_NUMBER() OVER (PARTITION BY season, week_number ORDER BY downloads DESC, anilist_id) AS BIGINT
        ) AS rank
    FROM members
    JOIN show_weeks USING (week_number, anilist_id)
),
histories AS (
    SELECT
        *,
        MIN(rank) OVER so_far AS peak_rank,
        COUNT(*) OVER so_far AS weeks_on_chart
    FROM ranked
    WINDOW so_far AS (PARTITION BY season, anilist_id ORDER BY week_number)
)
SELECT
    histories.season,
    histories.week,
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
JOIN shows ON shows.anilist_id = histories.anilist_id
LEFT JOIN ranked AS before
    ON before.season = histories.season
    AND before.anilist_id = histories.anilist_id
    AND before.week_number = histories.week_number - 1
