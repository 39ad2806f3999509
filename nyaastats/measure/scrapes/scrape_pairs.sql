-- steps: every usable scrape beside the torrent's scrape before it.
--
-- The columns of looks.sql. One pass of LAG over integers, which is what the measurement costs.
SELECT
    torrent_id,
    looked_at,
    downloads,
    LAG(looked_at) OVER torrent AS previous_at,
    LAG(downloads) OVER torrent AS previous_downloads
FROM scrapes
WHERE torrent_id IS NOT NULL AND looked_at IS NOT NULL AND downloads IS NOT NULL
WINDOW torrent AS (PARTITION BY torrent_id ORDER BY looked_at)
