-- torrent_totals: downloads of every torrent, matched or not. One row a torrent.
--
--   torrent_id  INTEGER
--   downloads   BIGINT   the sum of its increments; 0 when it has none
WITH counted AS (
    SELECT torrent_id, SUM(downloads) AS downloads FROM increments GROUP BY torrent_id
)
SELECT torrent_id, CAST(COALESCE(downloads, 0) AS BIGINT) AS downloads
FROM torrents
LEFT JOIN counted USING (torrent_id)
