-- tail_estimates: the downloads to expect between a torrent's last scrape that counts and now. One row a torrent of
-- uncounted_torrents that is not overdue.
--
--   torrent_id  INTEGER
--   anilist_id  BIGINT
--   counted_at  BIGINT   epoch seconds UTC: where the tail begins
--   until_at    BIGINT   likewise: now, where it ends
--   millionths  BIGINT   the downloads to expect, in millionths; 0 without a decay curve
--
-- The decay curve says how downloads come with age; a torrent's level is how many come to it for each unit of the curve.
-- The level of its whole life is corrected by what came in the last 10 days before its last scrape, by the ratio of those
-- downloads to what the level lets expect there. Few downloads say little, so each ratio is drawn towards a common one
-- (shrinkage, the mean of a gamma-Poisson posterior): a torrent's by 20 downloads towards that of its show's torrents
-- older than 30 days, theirs by 50 towards that of all such torrents, and this by 50 towards 1; the ratio of a younger
-- torrent is drawn towards 1. The constants were chosen by backtest on a process that judges nothing (`practice`).
WITH measured AS (
    SELECT MAX(hour) AS last_hour FROM decay_curve
),
aged AS (
    SELECT
        torrent_id,
        anilist_id,
        published,
        counted_at,
        until_at,
        downloads,
        counted_at - 864000 AS recent_at,
        counted_at - published >= 2592000 AS is_old,
        last_hour,
        GREATEST(counted_at - published, 0) AS age,
        GREATEST(counted_at - 864000 - published, 0) AS recent_age,
        GREATEST(until_at - published, 0) AS now_age
    FROM uncounted_torrents
    CROSS JOIN measured
    WHERE NOT is_overdue
),
shares AS (
    SELECT
        aged.*,
        by_age.shares_before + by_age.rate * (age - by_age.age_from) AS share,
        by_recent.shares_before + by_recent.rate * (recent_age - by_recent.age_from) AS recent_share,
        by_now.shares_before + by_now.rate * (now_age - by_now.age_from) AS now_share
    FROM aged
    LEFT JOIN decay_curve AS by_age ON by_age.hour = LEAST(age // 3600, last_hour)
    LEFT JOIN decay_curve AS by_recent ON by_recent.hour = LEAST(recent_age // 3600, last_hour)
    LEFT JOIN decay_curve AS by_now ON by_now.hour = LEAST(now_age // 3600, last_hour)
),
recent AS (  -- the increments of the last 10 days before the last scrape that counts
    SELECT
        torrent_id,
        CAST(increments.downloads AS BIGINT) AS downloads,
        start_at,
        end_at,
        recent_at,
        last_hour,
        GREATEST(start_at - published, 0) AS start_age,
        recent_age,
        recent_share,
        GREATEST(end_at - published, 0) AS end_age
    FROM increments
    JOIN shares USING (torrent_id)
    WHERE end_at > recent_at
),
recent_parts AS (  -- of the one that began before them, what came later
    SELECT
        recent.torrent_id,
        recent.downloads,
        CASE WHEN start_at < recent_at THEN CAST(end_at - recent_at AS DOUBLE) / (end_at - start_at) ELSE 1 END AS even_share,
        by_end.shares_before + by_end.rate * (end_age - by_end.age_from)
            - CASE
                WHEN start_at < recent_at THEN recent_share
                ELSE by_start.shares_before + by_start.rate * (start_age - by_start.age_from)
            END AS part,
        by_end.shares_before + by_end.rate * (end_age - by_end.age_from)
            - by_start.shares_before - by_start.rate * (start_age - by_start.age_from) AS whole
    FROM recent
    LEFT JOIN decay_curve AS by_start ON by_start.hour = LEAST(start_age // 3600, last_hour)
    LEFT JOIN decay_curve AS by_end ON by_end.hour = LEAST(end_age // 3600, last_hour)
),
recent_downloads AS (
    SELECT
        torrent_id,
        CAST(SUM(CAST(FLOOR(
            1000000 * downloads * (CASE WHEN whole > 0 THEN part / whole ELSE even_share END) + 0.5
        ) AS BIGINT)) AS BIGINT) AS recent
    FROM recent_parts
    GROUP BY torrent_id
),
levels AS (
    SELECT
        torrent_id,
        anilist_id,
        counted_at,
        until_at,
        is_old,
        COALESCE(recent, 0) AS recent,
        CASE WHEN share > 0 THEN CAST(FLOOR(
            1000000 * downloads * ((share - recent_share) / share) + 0.5
        ) AS BIGINT) ELSE 0 END AS expected,
        CASE WHEN share > 0 THEN 1000000 * downloads * ((now_share - share) / share) ELSE 0 END AS level_tail
    FROM shares
    LEFT JOIN recent_downloads USING (torrent_id)
),
overall AS (
    SELECT (COALESCE(SUM(recent), 0) + 5e7) / (COALESCE(SUM(expected), 0) + 5e7) AS overall_ratio
    FROM levels
    WHERE is_old
),
show_ratios AS (
    SELECT anilist_id, (SUM(recent) + 5e7 * MAX(overall_ratio)) / (SUM(expected) + 5e7) AS show_ratio
    FROM levels
    CROSS JOIN overall
    WHERE is_old
    GROUP BY anilist_id
),
ratios AS (
    SELECT
        torrent_id,
        anilist_id,
        counted_at,
        until_at,
        level_tail,
        (recent + 2e7 * CASE WHEN is_old THEN show_ratio ELSE 1 END) / (expected + 2e7) AS ratio
    FROM levels
    LEFT JOIN show_ratios USING (anilist_id)
)
SELECT
    torrent_id,
    anilist_id,
    counted_at,
    until_at,
    CAST(FLOOR(level_tail * ratio + 0.5) AS BIGINT) AS millionths
FROM ratios
