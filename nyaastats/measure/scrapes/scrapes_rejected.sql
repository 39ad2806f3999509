-- scrapes_rejected: the rows of `stats` that cannot be used, counted. One row a reason that occurs.
--
--   reason   VARCHAR  unparsable_time, bad_count, orphan, before_publication or from_the_future (ScrapeRejection); a row
--                     counts under the first that fits
--   scrapes  BIGINT   how many rows
WITH reasons AS (
    SELECT
        CASE
            WHEN scraped_at IS NULL AND clock_error IS NULL THEN 'unparsable_time'
            WHEN downloads IS NULL THEN 'bad_count'
            WHEN torrent_id IS NULL THEN 'orphan'
            WHEN clock_error = 'before_publication' THEN 'before_publication'
            WHEN clock_error = 'from_the_future' THEN 'from_the_future'
        END AS reason
    FROM scrapes
)
SELECT reason, COUNT(*) AS scrapes
FROM reasons
WHERE reason IS NOT NULL
GROUP BY reason
