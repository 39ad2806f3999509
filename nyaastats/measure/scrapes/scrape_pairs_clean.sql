-- looks: the counts to measure, silences left out, each beside the look before it. A view: a second copy of every
-- scrape would cost more than reading the first again.
--
--   torrent_id          INTEGER
--   looked_at           BIGINT   epoch seconds UTC
--   downloads           INTEGER  the tracker's count
--   previous_at         BIGINT   epoch seconds UTC of the torrent's look before; NULL: this is its first
--   previous_downloads  INTEGER  the count at that look; NULL: likewise
SELECT torrent_id, looked_at, downloads, previous_at, previous_downloads
FROM counts
WHERE torrent_id NOT IN (SELECT torrent_id FROM mended)
UNION ALL
SELECT torrent_id, looked_at, downloads, previous_at, previous_downloads
FROM mended
