-- looks: every usable scrape, silences left out, one row a torrent and instant, each beside the look before it.
--
--   torrent_id          INTEGER
--   looked_at           BIGINT   epoch seconds UTC
--   downloads           INTEGER  the tracker's count; the larger one where two rows name the same instant
--   previous_at         BIGINT   epoch seconds of the torrent's look before; NULL: this is its first
--   previous_downloads  INTEGER  the count at that look; NULL: likewise
--
-- One pass of LAG over integers is what the whole measurement costs; only torrents with two rows for one instant
-- (the same moment, spelled twice) are merged and passed again.
WITH heard AS (
    SELECT torrent_id, looked_at, downloads
    FROM scrapes
    WHERE
        torrent_id IS NOT NULL AND looked_at IS NOT NULL AND downloads IS NOT NULL
        AND (NOT silent OR (torrent_id, looked_at) NOT IN (SELECT torrent_id, looked_at FROM silences))
),
ordered AS (
    SELECT
        torrent_id,
        looked_at,
        downloads,
        LAG(looked_at) OVER torrent AS previous_at,
        LAG(downloads) OVER torrent AS previous_downloads
    FROM heard
    WINDOW torrent AS (PARTITION BY torrent_id ORDER BY looked_at)
),
doubled AS (
    SELECT DISTINCT torrent_id FROM ordered WHERE looked_at = previous_at
),
merged AS (
    SELECT torrent_id, looked_at, MAX(downloads) AS downloads
    FROM heard
    WHERE torrent_id IN (SELECT torrent_id FROM doubled)
    GROUP BY torrent_id, looked_at
)
SELECT * FROM ordered WHERE torrent_id NOT IN (SELECT torrent_id FROM doubled)
UNION ALL
SELECT
    torrent_id,
    looked_at,
    downloads,
    LAG(looked_at) OVER torrent AS previous_at,
    LAG(downloads) OVER torrent AS previous_downloads
FROM merged
WINDOW torrent AS (PARTITION BY torrent_id ORDER BY looked_at)
