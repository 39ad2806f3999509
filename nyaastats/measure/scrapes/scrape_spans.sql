-- scrape_spans: from when to when each torrent was scraped. One row a torrent that was scraped.
--
--   torrent_id        INTEGER
--   first_scraped_at  BIGINT   epoch seconds UTC
--   last_scraped_at   BIGINT   likewise
SELECT torrent_id, MIN(scraped_at) AS first_scraped_at, MAX(scraped_at) AS last_scraped_at
FROM scrape_pairs_clean
GROUP BY torrent_id
