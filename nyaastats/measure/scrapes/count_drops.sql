-- count_drops: the torrents whose count ever fell from one scrape to the next. One row a torrent.
--
--   torrent_id    INTEGER
--   last_drop_at  BIGINT   epoch seconds UTC of the last scrape that counts less than the one before it
--   drops         BIGINT   how many such scrapes
--   is_reset      BOOLEAN  after the last drop the tracker counts anew
--
-- The last drop is a counter reset when the count falls below half of the maximum before it, at least three scrapes
-- follow (it included), and none of them reaches that maximum again. Any other drop is a tracker error.
WITH dropped AS (
    SELECT torrent_id, MAX(scraped_at) AS last_drop_at, COUNT(*) AS drops
    FROM scrape_pairs_clean
    WHERE downloads < previous_downloads
    GROUP BY torrent_id
),
sides AS (
    SELECT
        torrent_id,
        last_drop_at,
        drops,
        MAX(downloads) FILTER (WHERE scraped_at < last_drop_at) AS max_before,
        MAX(downloads) FILTER (WHERE scraped_at = last_drop_at) AS first_after,
        MAX(downloads) FILTER (WHERE scraped_at >= last_drop_at) AS max_after,
        COUNT(*) FILTER (WHERE scraped_at >= last_drop_at) AS scrapes_after
    FROM scrape_pairs_clean
    JOIN dropped USING (torrent_id)
    GROUP BY torrent_id, last_drop_at, drops
)
SELECT
    torrent_id,
    last_drop_at,
    drops,
    2 * first_after < max_before AND scrapes_after >= 3 AND max_after < max_before AS is_reset
FROM sides
