-- scrape_pairs: every usable scrape beside the torrent's scrape before it. One row a usable scrape.
--
--   torrent_id          INTEGER
--   scraped_at          BIGINT   epoch seconds UTC
--   downloads           INTEGER  the tracker's count
--   previous_at         BIGINT   epoch seconds UTC of the scrape before; NULL: this is the torrent's first
--   previous_downloads  INTEGER  the count at that scrape; NULL: likewise
--   is_all_zero         BOOLEAN  seeders, leechers and downloads are all 0
--
-- This one pass of LAG over integers is most of what measuring costs. Repairs that only few torrents need (duplicates,
-- zero dropouts) are therefore computed for those alone, in tables of its first five columns; views put both together:
--
--   scrape_pairs_all    view: scrape_pairs, but for the few torrents in scrape_pairs_deduplicated
--   scrape_pairs_clean  view: scrape_pairs_all, but for the few torrents in scrape_pairs_repaired
SELECT
    torrent_id,
    scraped_at,
    downloads,
    LAG(scraped_at) OVER torrent AS previous_at,
    LAG(downloads) OVER torrent AS previous_downloads,
    is_all_zero
FROM scrapes
WHERE torrent_id IS NOT NULL AND scraped_at IS NOT NULL AND downloads IS NOT NULL
WINDOW torrent AS (PARTITION BY torrent_id ORDER BY scraped_at)
