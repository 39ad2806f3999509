-- torrent_totals: downloads of every torrent, matched or not. One row a torrent.
--
--   torrent_id  INTEGER
--   downloads   BIGINT   the sum of its increments; 0 when it has none
SELECT torrent_id, CAST(COALESCE(SUM(increments.downloads), 0) AS BIGINT) AS downloads
FROM torrents
LEFT JOIN increments USING (torrent_id)
GROUP BY torrent_id
