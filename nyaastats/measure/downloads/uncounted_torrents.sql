-- uncounted_torrents: the torrents that may have downloads which no scrape has counted yet, because the newest scrape of
-- all is later than their last. One row a torrent.
--
--   torrent_id  INTEGER
--   anilist_id  BIGINT
--   published   BIGINT   epoch seconds UTC
--   counted_at  BIGINT   likewise: its last scrape that counts, or the publication where none does
--   until_at    BIGINT   likewise: the newest scrape of all
--   downloads   BIGINT   all its downloads so far
--   is_overdue  BOOLEAN  the scraper has passed it over: nothing is expected of it any more
--
-- Not of dead torrents, and not of those that are older than the last pace, 180 days: they are not scraped again. Not
-- after the show's last day either. Nor of one that had no downloads by its last scrape, unless that came in its first
-- 48 hours, or all its counts are in doubt: then the 0 says little. Overdue is a torrent that was due three times while
-- the scraper was up and was not scraped: by the pace of its age, hourly up to 2 days, 4-hourly up to 7, daily up to
-- 30, then weekly. A zero dropout is a scrape too: the torrent was looked at.
WITH last_dropouts AS (
    SELECT torrent_id, MAX(scraped_at) AS last_dropout_at FROM zero_dropouts GROUP BY torrent_id
),
looks AS (
    SELECT
        torrent_id,
        last_scraped_at,
        GREATEST(last_scraped_at, COALESCE(last_dropout_at, last_scraped_at)) AS looked_at
    FROM scrape_spans
    LEFT JOIN last_dropouts USING (torrent_id)
),
last_judged AS (
    SELECT
        torrent_id,
        TRUE AS is_judged,
        MAX(CASE WHEN count_after IS NOT NULL THEN scraped_at END) AS last_counted_at
    FROM judged_scrapes
    GROUP BY torrent_id
),
paced AS (
    SELECT
        torrent_id,
        anilist_id,
        published,
        CASE WHEN is_judged THEN COALESCE(last_counted_at, published) ELSE last_scraped_at END AS counted_at,
        newest_scrape_at AS until_at,
        downloads,
        later_hours,
        CASE
            WHEN looked_at - published < 172800 THEN 1
            WHEN looked_at - published < 604800 THEN 4
            WHEN looked_at - published < 2592000 THEN 24
            ELSE 168
        END AS pace_hours,
        last_day
    FROM matches
    JOIN torrents USING (torrent_id)
    JOIN torrent_totals USING (torrent_id)
    JOIN looks USING (torrent_id)
    JOIN shows USING (anilist_id)
    JOIN scraper_hours ON hour = looked_at // 3600
    LEFT JOIN last_judged USING (torrent_id)
    CROSS JOIN data_until
    WHERE NOT is_dead AND newest_scrape_at - published <= 15552000
)
SELECT
    torrent_id,
    anilist_id,
    published,
    counted_at,
    until_at,
    downloads,
    later_hours > 3 * pace_hours AS is_overdue
FROM paced
WHERE
    counted_at < until_at
    AND (downloads > 0 OR counted_at - published < 172800)
    AND (last_day IS NULL OR counted_at < (DATE_DIFF('day', DATE '1970-01-01', last_day) + 1) * 86400)
