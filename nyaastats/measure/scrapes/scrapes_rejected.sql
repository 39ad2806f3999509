-- rejects: rows of `stats` that cannot be used, counted under the first reason that fits.
--
--   reason  VARCHAR  unparsable_time, bad_count, orphan
--   looks   BIGINT   how many
WITH reasons AS (
    SELECT
        CASE
            WHEN looked_at IS NULL THEN 'unparsable_time'
            WHEN downloads IS NULL THEN 'bad_count'
            WHEN torrent_id IS NULL THEN 'orphan'
        END AS reason
    FROM scrapes
)
SELECT reason, COUNT(*) AS looks
FROM reasons
WHERE reason IS NOT NULL
GROUP BY reason
