-- increments_observed: the table `increments` under attribution `observed`: downloads at the scrape that saw them. One
-- row a scrape with more downloads than the one before. Columns as in increments; start_at and end_at are the scrape's.
--
-- The first count and every decrease are ignored. Reads what the tracker answered, zero dropouts included: after a
-- dropout a torrent's whole count is added again. That is intended: this attribution shows the counts without repairs.
SELECT
    torrent_id,
    scraped_at AS start_at,
    scraped_at AS end_at,
    downloads - previous_downloads AS downloads,
    FALSE AS is_first,
    scraped_at - previous_at > 172800 AS is_long
FROM scrape_pairs_all
WHERE downloads > previous_downloads
