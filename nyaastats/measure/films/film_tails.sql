-- film_tails: the downloads to expect of the torrents of films between their last scrape that counts and now. One row a
-- torrent. Columns as in tail_estimates.
--
-- Runs the queries of uncounted_torrents and tail_estimates again, for films alone: they have no last day, their ratios
-- are drawn towards those of films, and the estimates of the episodes do not depend on them.
WITH matches AS (
    SELECT torrent_id, anilist_id FROM film_matches
),
shows AS (
    SELECT DISTINCT anilist_id, CAST(NULL AS DATE) AS last_day FROM film_matches
),
uncounted_torrents AS (
{uncounted_torrents}
),
own_tails AS (
{tail_estimates}
)
SELECT torrent_id, anilist_id, counted_at, until_at, millionths
FROM own_tails
