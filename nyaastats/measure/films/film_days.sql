-- film_days: downloads of each film by UTC day. One row a film and day since its first torrent, up to its last scrape or,
-- with a tail estimate, today; zeros included.
--
--   anilist_id           BIGINT
--   day                  BIGINT   days since 1970-01-01
--   downloads_daily      INTEGER
--   downloads_estimated  INTEGER  the part of downloads_daily that is estimated, as in episode_days
--
-- Runs the queries of the episodes again: a film is all its torrents as one episode. It has no last day.
WITH matches AS (
    SELECT torrent_id, anilist_id, 1 AS episode FROM film_matches
),
shows AS (
    SELECT DISTINCT anilist_id, CAST(NULL AS VARCHAR) AS title, CAST(NULL AS DATE) AS last_day FROM film_matches
),
tail_estimates AS (
    SELECT torrent_id, anilist_id, until_at FROM film_tails
),
episode_spans AS (
{episode_spans}
),
own_days AS (
{episode_days}
)
SELECT anilist_id, day, downloads_daily, downloads_estimated
FROM own_days
