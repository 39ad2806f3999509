-- rankings: the series of each week with their rank and its history, all as of that week. One row a show and week with
-- downloads.
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
--   previous_downloads   BIGINT   in the chart's week before; NULL: it was not ranked there
--   weeks_at_first       INTEGER  how many weeks it was first, this one included
--   weeks_in_top_10      INTEGER  how many weeks its rank was 10 or better, this one included
--   streak               INTEGER  how many weeks in a row it was ranked, this one included
--   debut_week           VARCHAR  the first week in which it was ranked
--   margin               BIGINT   downloads more than the next show's; NULL: it is the last
--   is_tied              BOOLEAN  another show of the week has as many downloads
WITH ranked AS (
    SELECT
        week_number,
        anilist_id,
        downloads,
        downloads_estimated,
        CAST(ROW_NUMBER() OVER chart AS BIGINT) AS rank,
        LEAD(downloads) OVER chart AS next_downloads,
        COUNT(*) OVER (PARTITION BY week_number, downloads) AS equal_shows
    FROM show_weeks
    WINDOW chart AS (PARTITION BY week_number ORDER BY downloads DESC, anilist_id)
),
histories AS (
    SELECT
        *,
        MIN(rank) OVER so_far AS peak_rank,
        COUNT(*) OVER so_far AS weeks_on_chart,
        SUM(CASE WHEN rank = 1 THEN 1 ELSE 0 END) OVER so_far AS weeks_at_first,
        SUM(CASE WHEN rank <= 10 THEN 1 ELSE 0 END) OVER so_far AS weeks_in_top_10,
        MIN(week_number) OVER so_far AS debut_number
    FROM ranked
    WINDOW so_far AS (PARTITION BY anilist_id ORDER BY week_number)
),
streaks AS (  -- weeks in a row differ from their numbers within the show by the same
    SELECT
        *,
        CAST(
            ROW_NUMBER() OVER (PARTITION BY anilist_id, week_number - weeks_on_chart ORDER BY week_number) AS BIGINT
        ) AS streak
    FROM histories
)
SELECT
    chart_weeks.week AS week,
    CAST(streaks.rank AS INTEGER) AS rank,
    streaks.anilist_id,
    streaks.downloads,
    title,
    title_romaji,
    CAST(before.rank AS INTEGER) AS previous_rank,
    CAST(peak_rank AS INTEGER) AS peak_rank,
    CAST(weeks_on_chart AS INTEGER) AS weeks_on_chart,
    streaks.downloads_estimated,
    before.downloads AS previous_downloads,
    CAST(weeks_at_first AS INTEGER) AS weeks_at_first,
    CAST(weeks_in_top_10 AS INTEGER) AS weeks_in_top_10,
    CAST(streak AS INTEGER) AS streak,
    debut_weeks.week AS debut_week,
    streaks.downloads - streaks.next_downloads AS margin,
    streaks.equal_shows > 1 AS is_tied
FROM streaks
JOIN chart_weeks ON chart_weeks.week_number = streaks.week_number
JOIN chart_weeks AS debut_weeks ON debut_weeks.week_number = streaks.debut_number
JOIN shows ON shows.anilist_id = streaks.anilist_id
LEFT JOIN ranked AS before
    ON before.anilist_id = streaks.anilist_id AND before.week_number = streaks.week_number - 1
