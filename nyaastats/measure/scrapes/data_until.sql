-- newest: "now", which is the newest usable scrape and never the wall clock. One row.
--
--   scraped_at  BIGINT  epoch seconds UTC; NULL when no scrape is usable
SELECT MAX(looked_at) AS scraped_at
FROM scrapes
WHERE torrent_id IS NOT NULL AND downloads IS NOT NULL
