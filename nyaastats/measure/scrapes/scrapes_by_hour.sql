-- scrapes_by_hour: the scrapes, counted: those that can be used, and those that cannot, with why. One row a reason and UTC
-- hour.
--
--   reason           VARCHAR  NULL: usable; else unparsable_time, bad_count, orphan, before_publication or from_the_future
--                             (ScrapeRejection); a scrape counts under the first that fits
--   hour             BIGINT   hours since 1970-01-01; NULL: not a time of this century, or a clock's error
--   scrapes          BIGINT   how many
--   first_scrape_at  BIGINT   epoch seconds UTC of the first of them; NULL: as hour
--   last_scrape_at   BIGINT   likewise of the last
--
-- One pass answers all that is asked of every scrape, usable or not: the archive is read only once more, for scrape_pairs.
WITH reasons AS (
    SELECT
        CASE
            WHEN scraped_at IS NULL AND clock_error IS NULL THEN 'unparsable_time'
            WHEN downloads IS NULL THEN 'bad_count'
            WHEN torrent_id IS NULL THEN 'orphan'
            WHEN clock_error = 'before_publication' THEN 'before_publication'
            WHEN clock_error = 'from_the_future' THEN 'from_the_future'
        END AS reason,
        scraped_at
    FROM scrapes
)
SELECT
    reason,
    scraped_at // 3600 AS hour,
    COUNT(*) AS scrapes,
    MIN(scraped_at) AS first_scrape_at,
    MAX(scraped_at) AS last_scrape_at
FROM reasons
GROUP BY reason, scraped_at // 3600
