-- episode_spans: from which day to which day each episode is counted. One row an episode of which a torrent was scraped
-- before the show's last day.
--
--   anilist_id       BIGINT
--   episode          INTEGER
--   first_published  BIGINT  epoch seconds UTC of the earliest publication among the episode's torrents
--   first_day        BIGINT  days since 1970-01-01: the day of that publication, or of an earlier scrape
--   last_day         BIGINT  likewise: the day of the last scrape, or with a tail estimate today; not after the show's last
--                            day, and no day of which less than an hour has passed
WITH counted AS (
    SELECT
        anilist_id,
        episode,
        published,
        LEAST(published, first_scraped_at) AS begins_at,
        COALESCE(until_at, last_scraped_at) AS ends_at
    FROM matches
    JOIN torrents USING (torrent_id)
    LEFT JOIN scrape_spans USING (torrent_id)
    LEFT JOIN tail_estimates USING (torrent_id, anilist_id)
),
whole_spans AS (
    SELECT
        anilist_id,
        episode,
        MIN(published) AS first_published,
        MIN(begins_at) // 86400 AS first_day,
        MAX(ends_at) // 86400 AS last_day
    FROM counted
    GROUP BY anilist_id, episode
    HAVING MAX(ends_at) IS NOT NULL
),
ended AS (
    SELECT
        anilist_id,
        episode,
        first_published,
        first_day,
        LEAST(
            whole_spans.last_day,
            (newest_scrape_at - 3600) // 86400,
            COALESCE(DATE_DIFF('day', DATE '1970-01-01', shows.last_day), whole_spans.last_day)
        ) AS last_day
    FROM whole_spans
    JOIN shows USING (anilist_id)
    CROSS JOIN data_until
)
SELECT *
FROM ended
WHERE first_day <= last_day
