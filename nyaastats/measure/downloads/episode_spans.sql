-- episode_spans: from which day to which day each episode is counted. One row an episode of which a torrent was scraped
-- before the show's last day.
--
--   anilist_id       BIGINT
--   episode          INTEGER
--   first_published  BIGINT  epoch seconds UTC of the earliest publication among the episode's torrents
--   first_day        BIGINT  days since 1970-01-01: the day of that publication, or of an earlier scrape
--   last_day         BIGINT  likewise: the day of the last scrape, but not after the show's last day
--
-- A show without a last day of its own stays until the end of the ISO week in which its last torrent was published, and
-- `post_airing_weeks` more. 1970-01-01 was a Thursday, so the Mondays are the days d with (d + 3) % 7 = 0.
WITH counted AS (
    SELECT anilist_id, episode, published, LEAST(published, first_scraped_at) AS begins_at, last_scraped_at
    FROM matches
    JOIN torrents USING (torrent_id)
    LEFT JOIN scrape_spans USING (torrent_id)
),
show_ends AS (
    SELECT
        shows.anilist_id,
        COALESCE(
            DATE_DIFF('day', DATE '1970-01-01', shows.last_day),
            MAX(published // 86400 - (published // 86400 + 3) % 7 + 6 + 7 * post_airing_weeks)
        ) AS day
    FROM shows
    JOIN counted USING (anilist_id)
    CROSS JOIN settings
    GROUP BY shows.anilist_id, shows.last_day
),
spans AS (
    SELECT
        anilist_id,
        episode,
        MIN(published) AS first_published,
        MIN(begins_at) // 86400 AS first_day,
        LEAST(MAX(last_scraped_at) // 86400, MAX(day)) AS last_day
    FROM counted
    JOIN show_ends USING (anilist_id)
    GROUP BY anilist_id, episode
    HAVING MAX(last_scraped_at) IS NOT NULL
)
SELECT *
FROM spans
WHERE first_day <= last_day
