-- mended: the counts of the torrents that have silences, without them.
--
-- The columns of looks.sql.
WITH heard AS (
    SELECT counts.torrent_id, counts.looked_at, counts.downloads
    FROM counts
    LEFT JOIN silences
        ON silences.torrent_id = counts.torrent_id AND silences.looked_at = counts.looked_at AND counts.downloads = 0
    WHERE counts.torrent_id IN (SELECT torrent_id FROM silences) AND silences.torrent_id IS NULL
)
SELECT
    torrent_id,
    looked_at,
    downloads,
    LAG(looked_at) OVER torrent AS previous_at,
    LAG(downloads) OVER torrent AS previous_downloads
FROM heard
WINDOW torrent AS (PARTITION BY torrent_id ORDER BY looked_at)
