-- scrape_pairs_all: what the tracker answered, zero dropouts included, beside the scrape before. One row a torrent and
-- instant. Columns as in scrape_pairs_clean.
--
-- A view: a second copy of every scrape would cost more than reading the first one again.
SELECT torrent_id, scraped_at, downloads, previous_at, previous_downloads
FROM scrape_pairs
WHERE torrent_id NOT IN (SELECT torrent_id FROM scrape_pairs_deduplicated)
UNION ALL
SELECT torrent_id, scraped_at, downloads, previous_at, previous_downloads
FROM scrape_pairs_deduplicated
