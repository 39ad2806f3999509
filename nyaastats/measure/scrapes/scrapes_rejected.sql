-- scrapes_rejected: the rows of `stats` that cannot be used, counted. One row a reason that occurs.
--
--   reason   VARCHAR  unparsable_time, bad_count or orphan (ScrapeRejection); a row counts under the first that fits
--   scrapes  BIGINT   how many rows
WITH reasons AS (
    SELECT
        CASE
            WHEN scraped_at IS NULL THEN 'unparsable_time'
            WHEN downloads IS NULL THEN 'bad_count'
            WHEN torrent_id IS NULL THEN 'orphan'
        END AS reason
    FROM scrapes
)
SELECT reason, COUNT(*) AS scrapes
FROM reasons
WHERE reason IS NOT NULL
GROUP BY reason
