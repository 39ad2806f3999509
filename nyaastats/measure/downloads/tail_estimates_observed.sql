-- tail_estimates_observed: the table `tail_estimates` under attribution `observed`: no rows. What no scrape has seen is not
-- there, and what a scrape sees later counts at that scrape. Columns as in tail_estimates.
SELECT torrent_id, anilist_id, counted_at, until_at, CAST(0 AS BIGINT) AS millionths
FROM uncounted_torrents
WHERE FALSE
