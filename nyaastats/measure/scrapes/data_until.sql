-- data_until: the time of the newest usable scrape, which is the run's "now"; the wall clock is never read, so that the
-- same database gives the same numbers on any day. One row.
--
--   newest_scrape_at  BIGINT  epoch seconds UTC; NULL: no scrape is usable
SELECT MAX(last_scrape_at) AS newest_scrape_at FROM scrapes_by_hour WHERE reason IS NULL
