-- sample_days: downloads of the sample by UTC day. One row a day, at most seven; none without a sample.
--
--   date             TIMESTAMPTZ  the midnight at which the day begins
--   downloads_daily  INTEGER      of this torrent alone
--
-- Runs the query of episode_days again, for an episode that consists of this torrent alone; the runner puts it in place of
-- the braces.
WITH matches AS (
    SELECT torrent_id, anilist_id, episode FROM sample_torrent
),
episode_spans AS (
    SELECT anilist_id, episode, first_published, first_day, last_day FROM sample_torrent
),
own_days AS (
{episode_days}
)
SELECT date, downloads_daily
FROM own_days
