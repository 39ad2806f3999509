-- scrape_pairs_repaired: the pairs of the torrents that have zero dropouts, without the dropouts. One row a torrent and
-- instant. Columns as in scrape_pairs_clean. A larger count at the instant of a dropout stays.
--
-- The 0 is a column of the join, because a condition on one side of an outer join would make DuckDB compare every pair
-- of rows.
WITH dropouts AS (
    SELECT torrent_id, scraped_at, 0 AS downloads FROM zero_dropouts
),
remaining AS (
    SELECT scrape_pairs_all.torrent_id, scrape_pairs_all.scraped_at, scrape_pairs_all.downloads
    FROM scrape_pairs_all
    LEFT JOIN dropouts
        ON dropouts.torrent_id = scrape_pairs_all.torrent_id
        AND dropouts.scraped_at = scrape_pairs_all.scraped_at
        AND dropouts.downloads = scrape_pairs_all.downloads
    WHERE scrape_pairs_all.torrent_id IN (SELECT torrent_id FROM zero_dropouts) AND dropouts.torrent_id IS NULL
)
SELECT
    torrent_id,
    scraped_at,
    downloads,
    LAG(scraped_at) OVER torrent AS previous_at,
    LAG(downloads) OVER torrent AS previous_downloads
FROM remaining
WINDOW torrent AS (PARTITION BY torrent_id ORDER BY scraped_at)
