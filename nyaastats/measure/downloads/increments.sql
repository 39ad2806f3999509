-- increments: downloads between two scrapes (attribution `interval`). One row an interval with downloads.
--
--   torrent_id  INTEGER
--   start_at    BIGINT   epoch seconds UTC: the scrape before, or the publication
--   end_at      BIGINT   epoch seconds UTC of the scrape; equal to start_at when the first scrape is not after publication
--   downloads   INTEGER  more than 0
--   is_first    BOOLEAN  the first count: everything since publication
--   is_long     BOOLEAN  more than 48 h since the scrape before, or the publication: its days are an estimate
--
-- Counts are cumulative, so a decrease is a tracker error. The torrents in which there is one, or a last rise beyond
-- belief, have their increments between the scrapes that judged_scrapes keeps; what it leaves out ends no interval.
WITH steady AS (
    SELECT torrent_id, previous_at, scraped_at, COALESCE(previous_downloads, 0) AS count_before, downloads AS count_after
    FROM scrape_pairs_clean
    WHERE torrent_id NOT IN (SELECT torrent_id FROM suspect_torrents)
),
judged AS (
    SELECT torrent_id, previous_at, scraped_at, count_before, count_after
    FROM judged_scrapes
    WHERE count_after IS NOT NULL
),
both_counts AS (
    SELECT * FROM steady
    UNION ALL
    SELECT * FROM judged
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
