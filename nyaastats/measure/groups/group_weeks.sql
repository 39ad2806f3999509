-- group_weeks: downloads of each show and film by ISO week, release group and resolution. One row a show, week, group and
-- resolution with downloads.
--
--   anilist_id  BIGINT
--   first_day   BIGINT   the week's Monday, in days since 1970-01-01; also of a week before the chart's first
--   group_name  VARCHAR  as in grouped_torrents
--   resolution  VARCHAR  as in grouped_torrents
--   downloads   BIGINT   more than 0; the rows of a show and week sum exactly to its days of episode_days or film_days
--
-- Published are days that were rounded for each episode, so what each group had in a week is rounded to sum to these: by
-- the largest remainder. Each gets the whole part of its exact share, and what is left goes, a download each, to those
-- with the largest fractions; of equals to the group with more, then to the first by name and resolution.
WITH published_days AS (
    SELECT anilist_id, day, downloads_daily FROM episode_days
    UNION ALL
    SELECT anilist_id, day, downloads_daily FROM film_days
),
last_days AS (
    SELECT anilist_id, MAX(day) AS last_day FROM published_days GROUP BY anilist_id
),
members AS (
    SELECT torrent_id, anilist_id, group_number, last_day FROM grouped_torrents JOIN last_days USING (anilist_id)
),
-- 1970-01-01 was a Thursday: the Monday of day d's week is d - (d + 3) % 7. As in episode_days, a span's downloads are
-- first put whole on the day of its end; here they are moved only where a week begins, and behind the last day.
splits AS (
    SELECT anilist_id, group_number, day, millionths
    FROM midnight_splits
    JOIN members USING (torrent_id)
    WHERE (day + 3) % 7 = 0 OR day = last_day + 1
),
moves AS (
    SELECT anilist_id, group_number, end_at // 86400 AS day, millionths
    FROM increments_and_tails
    JOIN members USING (torrent_id)
    UNION ALL
    SELECT anilist_id, group_number, day - 1, millionths FROM splits
    UNION ALL
    SELECT anilist_id, group_number, day, -millionths FROM splits
),
exact_weeks AS (
    SELECT
        anilist_id,
        group_number,
        day - (day + 3) % 7 AS first_day,
        CAST(SUM(millionths) AS BIGINT) AS millionths
    FROM moves
    JOIN last_days USING (anilist_id)
    WHERE day <= last_day
    GROUP BY anilist_id, group_number, day - (day + 3) % 7
),
published_weeks AS (
    SELECT
        anilist_id,
        day - (day + 3) % 7 AS first_day,
        CAST(SUM(downloads_daily) AS BIGINT) AS downloads
    FROM published_days
    GROUP BY anilist_id, day - (day + 3) % 7
    HAVING SUM(downloads_daily) > 0
),
totals AS (
    SELECT
        anilist_id,
        group_number,
        first_day,
        millionths,
        downloads,
        CAST(SUM(millionths) OVER (PARTITION BY anilist_id, first_day) AS BIGINT) AS all_millionths
    FROM exact_weeks
    JOIN published_weeks USING (anilist_id, first_day)
    WHERE millionths > 0
),
shares AS (
    SELECT *, downloads * (CAST(millionths AS DOUBLE) / all_millionths) AS share FROM totals
),
wholes AS (
    SELECT *, CAST(FLOOR(share) AS BIGINT) AS whole, share - FLOOR(share) AS fraction FROM shares
),
places AS (
    SELECT
        anilist_id,
        group_number,
        first_day,
        whole,
        downloads - SUM(whole) OVER (PARTITION BY anilist_id, first_day) AS left_over,
        CAST(
            ROW_NUMBER() OVER (PARTITION BY anilist_id, first_day ORDER BY fraction DESC, millionths DESC, group_number)
            AS BIGINT
        ) AS place
    FROM wholes
),
group_names AS (
    SELECT DISTINCT group_number, group_name, resolution FROM grouped_torrents
),
parts AS (
    SELECT anilist_id, group_number, first_day, whole + CASE WHEN place <= left_over THEN 1 ELSE 0 END AS downloads
    FROM places
)
SELECT
    anilist_id,
    first_day,
    group_name,
    resolution,
    downloads
FROM parts
JOIN group_names USING (group_number)
WHERE downloads > 0
