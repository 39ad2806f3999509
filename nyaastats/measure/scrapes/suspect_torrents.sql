-- suspect_torrents: the few torrents whose counts have to be judged one by one: whose count ever fell, or rose by more
-- than 100 within the 3 days before their last scrape, which may be beyond belief. One row a torrent.
--
--   torrent_id  INTEGER
SELECT torrent_id
FROM scrape_pairs_clean
JOIN scrape_spans USING (torrent_id)
WHERE
    downloads < previous_downloads
    OR (
        downloads - COALESCE(previous_downloads, 0) > $MAX_ORDINARY_RISE
        AND last_scraped_at - scraped_at <= $MAX_FAULT_SECONDS
    )
GROUP BY torrent_id
