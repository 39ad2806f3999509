-- looks: the counts to measure, one row a torrent and instant, each beside the look before it. A view: a copy of two
-- small columns for every scrape would cost more than reading them again.
--
--   torrent_id          INTEGER
--   looked_at           BIGINT   epoch seconds UTC
--   downloads           INTEGER  the tracker's count
--   previous_at         BIGINT   epoch seconds UTC of the torrent's look before; NULL: this is its first
--   previous_downloads  INTEGER  the count at that look; NULL: likewise
SELECT torrent_id, looked_at, downloads, previous_at, previous_downloads
FROM steps
WHERE torrent_id NOT IN (SELECT torrent_id FROM merged)
UNION ALL
SELECT torrent_id, looked_at, downloads, previous_at, previous_downloads
FROM merged
