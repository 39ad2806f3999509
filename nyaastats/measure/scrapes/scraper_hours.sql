-- scraper_hours: the hours in which the scraper was up: any torrent was scraped. One row a UTC hour.
--
--   hour             BIGINT  hours since 1970-01-01
--   first_scrape_at  BIGINT  epoch seconds UTC of its first scrape
--   last_scrape_at   BIGINT  likewise of its last one
--   later_hours      BIGINT  how many such hours came after it
SELECT
    hour,
    first_scrape_at,
    last_scrape_at,
    CAST(ROW_NUMBER() OVER (ORDER BY hour DESC) AS BIGINT) - 1 AS later_hours
FROM scrapes_by_hour
WHERE reason IS NULL
