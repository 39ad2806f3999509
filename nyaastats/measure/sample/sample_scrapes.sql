-- glimpses: the first six looks of each sample.
--
--   torrent_id  INTEGER
--   looked_at   BIGINT   epoch seconds UTC
--   downloads   INTEGER  the tracker's count
WITH numbered AS (
    SELECT
        torrent_id,
        looked_at,
        downloads,
        ROW_NUMBER() OVER (PARTITION BY torrent_id ORDER BY looked_at) AS place
    FROM looks
    JOIN samples USING (torrent_id)
)
SELECT torrent_id, looked_at, downloads
FROM numbered
WHERE place <= 6
