-- scrape_pairs_deduplicated: the pairs of the few torrents of which two rows name the same instant, as `12:00Z` and
-- `21:00+09:00` do. One row a torrent and instant; the larger of its counts is kept. Columns as in scrape_pairs_clean.
WITH instants AS (
    SELECT torrent_id, scraped_at, MAX(downloads) AS downloads
    FROM scrape_pairs
    WHERE torrent_id IN (SELECT torrent_id FROM scrape_pairs WHERE scraped_at = previous_at)
    GROUP BY torrent_id, scraped_at
)
SELECT
    torrent_id,
    scraped_at,
    downloads,
    LAG(scraped_at) OVER torrent AS previous_at,
    LAG(downloads) OVER torrent AS previous_downloads
FROM instants
WINDOW torrent AS (PARTITION BY torrent_id ORDER BY scraped_at)
