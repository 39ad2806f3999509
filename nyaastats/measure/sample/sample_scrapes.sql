-- sample_scrapes: the first scrapes of each sample candidate. One row a scrape, at most six a torrent.
--
--   torrent_id  INTEGER
--   scraped_at  BIGINT   epoch seconds UTC
--   downloads   INTEGER  the tracker's count
--
-- Of every candidate, because the sample is chosen among them only later, when the scrapes have been dropped.
WITH numbered AS (
    SELECT
        torrent_id,
        scraped_at,
        downloads,
        CAST(ROW_NUMBER() OVER (PARTITION BY torrent_id ORDER BY scraped_at) AS BIGINT) AS scrape_number
    FROM scrape_pairs_clean
    JOIN sample_candidates USING (torrent_id)
)
SELECT torrent_id, scraped_at, downloads
FROM numbered
WHERE scrape_number <= 6
