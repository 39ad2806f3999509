-- scraper_hours: the hours in which the scraper was up: any torrent was scraped. One row a UTC hour.
--
--   hour         BIGINT  hours since 1970-01-01
--   later_hours  BIGINT  how many such hours came after it
WITH hours AS (
    SELECT DISTINCT scraped_at // 3600 AS hour FROM scrape_pairs
)
SELECT hour, CAST(ROW_NUMBER() OVER (ORDER BY hour DESC) AS BIGINT) - 1 AS later_hours
FROM hours
