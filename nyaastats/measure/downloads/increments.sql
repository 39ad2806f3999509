-- increments: downloads between two scrapes (attribution `interval`). One row an interval with downloads.
--
--   torrent_id  INTEGER
--   start_at    BIGINT   epoch seconds UTC: the scrape before, or the publication
--   end_at      BIGINT   epoch seconds UTC of the scrape; equal to start_at when the first scrape is not after publication
--   downloads   INTEGER  more than 0
--   is_first    BOOLEAN  the first count: everything since publication
--   is_long     BOOLEAN  more than 48 h since the scrape before, or the publication: its days are an estimate
--
-- Counts are cumulative. A decrease is a tracker error and adds no downloads, so the running maximum is the count. A
-- counter reset begins a new era, whose first count is no increment. Only torrents whose count ever fell take this way.
WITH steady AS (
    SELECT torrent_id, previous_at, scraped_at, COALESCE(previous_downloads, 0) AS count_before, downloads AS count_after
    FROM scrape_pairs_clean
    WHERE torrent_id NOT IN (SELECT torrent_id FROM count_drops)
),
eras AS (
    SELECT scrape_pairs_clean.*, is_reset AND scraped_at >= last_drop_at AS is_after_reset
    FROM scrape_pairs_clean
    JOIN count_drops USING (torrent_id)
),
running_maxima AS (
    SELECT
        torrent_id,
        previous_at,
        scraped_at,
        is_after_reset,
        MAX(downloads) OVER (PARTITION BY torrent_id, is_after_reset ORDER BY scraped_at) AS count_after
    FROM eras
),
repaired AS (
    SELECT
        torrent_id,
        previous_at,
        scraped_at,
        COALESCE(
            LAG(count_after) OVER (PARTITION BY torrent_id, is_after_reset ORDER BY scraped_at),
            CASE WHEN is_after_reset THEN count_after ELSE 0 END
        ) AS count_before,
        count_after
    FROM running_maxima
),
both_counts AS (
    SELECT * FROM steady
    UNION ALL
    SELECT * FROM repaired
)
SELECT
    torrent_id,
    COALESCE(previous_at, LEAST(published, scraped_at)) AS start_at,
    scraped_at AS end_at,
    count_after - count_before AS downloads,
    previous_at IS NULL AS is_first,
    scraped_at - COALESCE(previous_at, published) > 172800 AS is_long
FROM both_counts
JOIN torrents USING (torrent_id)
WHERE count_after > count_before
