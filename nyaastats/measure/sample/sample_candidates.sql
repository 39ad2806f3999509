-- samples: for each show the torrent that can be followed through all steps. One row a show that has one.
--
--   torrent_id  INTEGER
--   anilist_id  BIGINT
--   episode     INTEGER
--   first_published, first_day, last_day   as in episodes.sql, of this torrent alone: its first seven days
--
-- Rather a torrent whose number is not its episode, since it shows what becomes of one; of those the most downloaded;
-- of equals the lowest id, which is the first infohash. One that came after its episode's last day has no days.
WITH sighted AS (
    SELECT
        torrent_id,
        anilist_id,
        episode,
        number,
        downloads,
        published,
        LEAST(published, first_look) // 86400 AS first_day
    FROM matches
    JOIN torrents USING (torrent_id)
    JOIN totals USING (torrent_id)
    JOIN lives USING (torrent_id)
    WHERE downloads > 0
),
placed AS (
    SELECT
        sighted.*,
        last_day,
        ROW_NUMBER() OVER (
            PARTITION BY anilist_id
            ORDER BY COALESCE(number <> episode, FALSE) DESC, downloads DESC, torrent_id
        ) AS place
    FROM sighted
    JOIN episodes USING (anilist_id, episode)
    WHERE sighted.first_day <= last_day
)
SELECT
    torrent_id,
    anilist_id,
    episode,
    published AS first_published,
    first_day,
    LEAST(first_day + 6, last_day) AS last_day
FROM placed
WHERE place = 1
