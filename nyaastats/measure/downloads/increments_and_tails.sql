-- increments_and_tails: every span of time with the downloads in it, counted or expected. One row an increment, and one
-- a torrent with a tail estimate, of an episode or of a film.
--
--   torrent_id    INTEGER
--   start_at      BIGINT   epoch seconds UTC
--   end_at        BIGINT   likewise
--   millionths    BIGINT   downloads, in millionths
--   is_estimated  BOOLEAN  spread over more than 48 h, or expected and counted by no scrape
--
-- A view: a second copy of every increment would cost more than reading the first one again.
SELECT torrent_id, start_at, end_at, 1000000 * CAST(downloads AS BIGINT) AS millionths, is_long AS is_estimated
FROM increments
UNION ALL
SELECT torrent_id, counted_at, until_at, millionths, TRUE
FROM tail_estimates
UNION ALL
SELECT torrent_id, counted_at, until_at, millionths, TRUE
FROM film_tails
