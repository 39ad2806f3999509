-- scrape_pairs_clean: the counts to measure, beside the scrape before: scrape_pairs_all without the zero dropouts. One
-- row a torrent and instant.
--
--   torrent_id          INTEGER
--   scraped_at          BIGINT   epoch seconds UTC
--   downloads           INTEGER  the tracker's count
--   previous_at         BIGINT   epoch seconds UTC of the scrape before; NULL: this is the torrent's first
--   previous_downloads  INTEGER  the count at that scrape; NULL: likewise
--
-- A view: a second copy of every scrape would cost more than reading the first one again.
SELECT torrent_id, scraped_at, downloads, previous_at, previous_downloads
FROM scrape_pairs_all
WHERE torrent_id NOT IN (SELECT torrent_id FROM scrape_pairs_repaired)
UNION ALL
SELECT torrent_id, scraped_at, downloads, previous_at, previous_downloads
FROM scrape_pairs_repaired
