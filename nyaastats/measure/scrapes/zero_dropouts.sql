-- zero_dropouts: scrapes in which seeders, leechers and downloads are all 0 after a larger count of the same torrent.
-- They are ignored: trackers answer like this for a torrent that they have forgotten for the moment. Where another scrape
-- of the same instant saw anything, that one counts. One row a torrent and instant.
--
--   torrent_id  INTEGER
--   scraped_at  BIGINT   epoch seconds UTC
WITH zeros AS (
    SELECT DISTINCT torrent_id, scraped_at
    FROM scrape_pairs
    WHERE is_all_zero
),
first_counts AS (
    SELECT torrent_id, MIN(scraped_at) AS first_count_at
    FROM scrape_pairs
    WHERE downloads > 0 AND torrent_id IN (SELECT torrent_id FROM zeros)
    GROUP BY torrent_id
),
seen AS (
    SELECT DISTINCT torrent_id, scraped_at
    FROM scrape_pairs
    JOIN zeros USING (torrent_id, scraped_at)
    WHERE NOT is_all_zero
)
SELECT zeros.torrent_id, zeros.scraped_at
FROM zeros
JOIN first_counts ON first_counts.torrent_id = zeros.torrent_id AND first_counts.first_count_at < zeros.scraped_at
LEFT JOIN seen ON seen.torrent_id = zeros.torrent_id AND seen.scraped_at = zeros.scraped_at
WHERE seen.torrent_id IS NULL
