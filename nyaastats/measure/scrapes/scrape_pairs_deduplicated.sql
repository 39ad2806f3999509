-- merged: the counts of the few torrents of which two rows name the same instant, the same moment spelled twice.
--
-- The columns of looks.sql; of two counts at one instant the larger is kept.
WITH instants AS (
    SELECT torrent_id, looked_at, MAX(downloads) AS downloads
    FROM steps
    WHERE torrent_id IN (SELECT torrent_id FROM steps WHERE looked_at = previous_at)
    GROUP BY torrent_id, looked_at
)
SELECT
    torrent_id,
    looked_at,
    downloads,
    LAG(looked_at) OVER torrent AS previous_at,
    LAG(downloads) OVER torrent AS previous_downloads
FROM instants
WINDOW torrent AS (PARTITION BY torrent_id ORDER BY looked_at)
