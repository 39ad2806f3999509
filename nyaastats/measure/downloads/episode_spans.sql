-- episodes: the days of each episode's daily series. One row an episode that was looked at before its series ends.
--
--   anilist_id       BIGINT
--   episode          INTEGER
--   first_published  BIGINT  epoch seconds UTC of the earliest publication among the episode's torrents
--   first_day        BIGINT  days since 1970-01-01: the day of that publication, or of an earlier look
--   last_day         BIGINT  likewise: the day of the last look, no later than the show's last day
--
-- Without a last day of its own a show stays until the end of the ISO week of its last torrent's publication and
-- `post_airing_weeks` more. 1970-01-01 was a Thursday, so a week's Monday is a day d with (d + 3) % 7 = 0.
WITH counted AS (
    SELECT anilist_id, episode, published, LEAST(published, first_look) AS seen_from, last_look
    FROM matches
    JOIN torrents USING (torrent_id)
    LEFT JOIN lives USING (torrent_id)
),
final AS (
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
series AS (
    SELECT
        anilist_id,
        episode,
        MIN(published) AS first_published,
        MIN(seen_from) // 86400 AS first_day,
        LEAST(MAX(last_look) // 86400, MAX(day)) AS last_day
    FROM counted
    JOIN final USING (anilist_id)
    GROUP BY anilist_id, episode
    HAVING MAX(last_look) IS NOT NULL
)
SELECT *
FROM series
WHERE first_day <= last_day
