-- falls: the torrents whose count ever fell.
--
--   torrent_id    INTEGER
--   last_fall_at  BIGINT   epoch seconds UTC of the last look that counts less than the one before it
--   falls         BIGINT   how many such looks
--   reset         BOOLEAN  the last fall is a true reset: below half of the maximum before it, at least three looks
--                          from there on, and never again up to that maximum. Otherwise the tracker erred.
WITH fallen AS (
    SELECT torrent_id, MAX(looked_at) AS last_fall_at, COUNT(*) AS falls
    FROM looks
    WHERE downloads < previous_downloads
    GROUP BY torrent_id
),
sides AS (
    SELECT
        torrent_id,
        last_fall_at,
        falls,
        MAX(downloads) FILTER (WHERE looked_at < last_fall_at) AS most_before,
        MAX(downloads) FILTER (WHERE looked_at = last_fall_at) AS first_after,
        MAX(downloads) FILTER (WHERE looked_at >= last_fall_at) AS most_after,
        COUNT(*) FILTER (WHERE looked_at >= last_fall_at) AS looks_after
    FROM looks
    JOIN fallen USING (torrent_id)
    GROUP BY torrent_id, last_fall_at, falls
)
SELECT
    torrent_id,
    last_fall_at,
    falls,
    2 * first_after < most_before AND looks_after >= 3 AND most_after < most_before AS reset
FROM sides
