-- midnight_splits: of increments that span a UTC midnight, the downloads before it. One row an episode and midnight.
--
--   anilist_id  BIGINT
--   episode     INTEGER
--   day         BIGINT   days since 1970-01-01: the day that begins at the midnight, up to the one after the last day
--   downloads   BIGINT   downloads between the interval's start and the midnight, summed over the intervals
--   estimated   BIGINT   the part of them in intervals longer than 48 h
--
-- An increment is split in proportion to time; a late first count by the decay curve, where there is one. Each part is
-- rounded half up by itself. The counts at its ends are whole, so this rounds the torrent's
-- count at the midnight, and days that are differences of such counts sum exactly to the increments.
WITH spans AS (
    SELECT
        torrent_id,
        anilist_id,
        episode,
        start_at,
        end_at,
        end_at - start_at AS seconds,
        downloads,
        is_first,
        is_long,
        start_at // 86400 + 1 AS from_day,
        LEAST(end_at // 86400, last_day + 1) AS to_day
    FROM increments
    JOIN matches USING (torrent_id)
    JOIN episode_spans USING (anilist_id, episode)
),
crossed AS (
    SELECT *, UNNEST(GENERATE_SERIES(from_day, to_day)) AS day
    FROM spans
    WHERE from_day <= to_day
),
even AS (
    SELECT *, (2 * CAST(downloads AS BIGINT) * (day * 86400 - start_at) + seconds) // (2 * seconds) AS even_share
    FROM crossed
),
late AS (
    SELECT even.*, day * 86400 - published AS age, end_at - published AS end_age
    FROM even
    JOIN torrents USING (torrent_id)
    WHERE is_first AND is_long
),
along_decay AS (
    SELECT
        late.*,
        by_then.downloads_before + by_then.rate * (age - by_then.age_from) AS part,
        by_end.downloads_before + by_end.rate * (end_age - by_end.age_from) AS whole
    FROM late
    LEFT JOIN decay_curve AS by_then ON age >= by_then.age_from AND age < by_then.age_to
    LEFT JOIN decay_curve AS by_end ON end_age >= by_end.age_from AND end_age < by_end.age_to
),
splits AS (
    SELECT anilist_id, episode, day, is_long, even_share AS share
    FROM even
    WHERE NOT (is_first AND is_long)
    UNION ALL
    SELECT
        anilist_id,
        episode,
        day,
        is_long,
        CASE WHEN whole > 0 THEN CAST(FLOOR(downloads * (part / whole) + 0.5) AS BIGINT) ELSE even_share END AS share
    FROM along_decay
)
SELECT
    anilist_id,
    episode,
    day,
    CAST(SUM(share) AS BIGINT) AS downloads,
    CAST(SUM(CASE WHEN is_long THEN share ELSE 0 END) AS BIGINT) AS estimated
FROM splits
GROUP BY anilist_id, episode, day
