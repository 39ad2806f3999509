-- mended: the counts of the torrents that have silences, without them.
--
-- The columns of looks.sql. A larger count at the instant of a silence stays. The 0 is a column of the join: a
-- condition on one side of an outer join makes it compare every pair of rows.
WITH zeros AS (
    SELECT torrent_id, looked_at, 0 AS downloads FROM silences
),
heard AS (
    SELECT counts.torrent_id, counts.looked_at, counts.downloads
    FROM counts
    LEFT JOIN zeros USING (torrent_id, looked_at, downloads)
    WHERE counts.torrent_id IN (SELECT torrent_id FROM silences) AND zeros.torrent_id IS NULL
)
SELECT
    torrent_id,
    looked_at,
    downloads,
    LAG(looked_at) OVER torrent AS previous_at,
    LAG(downloads) OVER torrent AS previous_downloads
FROM heard
WINDOW torrent AS (PARTITION BY torrent_id ORDER BY looked_at)
