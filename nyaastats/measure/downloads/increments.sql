-- increments: downloads, by the interval between two looks in which they happened (attribution `interval`).
--
--   torrent_id  INTEGER
--   start_at    BIGINT   epoch seconds UTC: the look before, or the publication
--   end_at      BIGINT   epoch seconds UTC of the look; equal to start_at when the first look is not after publication
--   downloads   INTEGER  more than 0
--   is_first    BOOLEAN  the first count: everything since publication
--   is_long     BOOLEAN  more than 48 h since the look before, or the publication: its days are an estimate
--
-- Counts only grow, so a fall is the tracker's fault, and the running maximum is the count. A true reset starts a new
-- era, whose first count is no increment. Only the torrents that ever fell take that longer way.
WITH steady AS (
    SELECT torrent_id, previous_at, looked_at, COALESCE(previous_downloads, 0) AS count_before, downloads AS count_after
    FROM looks
    WHERE torrent_id NOT IN (SELECT torrent_id FROM falls)
),
eras AS (
    SELECT looks.*, reset AND looked_at >= last_fall_at AS after_reset
    FROM looks
    JOIN falls USING (torrent_id)
),
running AS (
    SELECT
        torrent_id,
        previous_at,
        looked_at,
        after_reset,
        MAX(downloads) OVER (PARTITION BY torrent_id, after_reset ORDER BY looked_at) AS count_after
    FROM eras
),
risen AS (
    SELECT
        torrent_id,
        previous_at,
        looked_at,
        COALESCE(
            LAG(count_after) OVER (PARTITION BY torrent_id, after_reset ORDER BY looked_at),
            CASE WHEN after_reset THEN count_after ELSE 0 END
        ) AS count_before,
        count_after
    FROM running
),
measured AS (
    SELECT * FROM steady
    UNION ALL
    SELECT * FROM risen
)
SELECT
    torrent_id,
    COALESCE(previous_at, LEAST(published, looked_at)) AS start_at,
    looked_at AS end_at,
    count_after - count_before AS downloads,
    previous_at IS NULL AS is_first,
    looked_at - COALESCE(previous_at, published) > 172800 AS is_long
FROM measured
JOIN torrents USING (torrent_id)
WHERE count_after > count_before
