-- steps: every usable scrape, silences left out, each beside the one before it.
--
-- The columns of looks.sql. One pass of LAG over integers, which is what the measurement costs.
WITH heard AS (
    SELECT scrapes.torrent_id, scrapes.looked_at, scrapes.downloads
    FROM scrapes
    LEFT JOIN silences ON silences.torrent_id = scrapes.torrent_id AND silences.looked_at = scrapes.looked_at
    WHERE
        scrapes.torrent_id IS NOT NULL AND scrapes.looked_at IS NOT NULL AND scrapes.downloads IS NOT NULL
        AND NOT (silent AND silences.torrent_id IS NOT NULL)
)
SELECT
    torrent_id,
    looked_at,
    downloads,
    LAG(looked_at) OVER torrent AS previous_at,
    LAG(downloads) OVER torrent AS previous_downloads
FROM heard
WINDOW torrent AS (PARTITION BY torrent_id ORDER BY looked_at)
