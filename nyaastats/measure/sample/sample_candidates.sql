-- sample_candidates: of each show the torrent that makes the best worked example. One row a show that has a candidate.
--
--   torrent_id       INTEGER
--   anilist_id       BIGINT
--   episode          INTEGER
--   first_published  BIGINT   its publication, epoch seconds UTC
--   first_day        BIGINT   days since 1970-01-01: the day of its publication, or of an earlier scrape
--   last_day         BIGINT   likewise: six days later, but not after the episode's last day
--
-- Preferred is a torrent whose number in the name is not its episode, because it shows how an offset is applied; among
-- those the most downloaded; of equals the lowest id, which is the first infohash. A torrent that was published after
-- its episode's last day has no days, so it is no candidate.
WITH downloaded AS (
    SELECT
        torrent_id,
        anilist_id,
        episode,
        number,
        downloads,
        published,
        LEAST(published, first_scraped_at) // 86400 AS first_day
    FROM matches
    JOIN torrents USING (torrent_id)
    JOIN torrent_totals USING (torrent_id)
    JOIN scrape_spans USING (torrent_id)
    WHERE downloads > 0
),
preferred AS (
    SELECT
        torrent_id,
        anilist_id,
        episode,
        published,
        downloaded.first_day,
        last_day,
        CAST(ROW_NUMBER() OVER (
            PARTITION BY anilist_id
            ORDER BY COALESCE(number <> episode, FALSE) DESC, downloads DESC, torrent_id
        ) AS BIGINT) AS preference
    FROM downloaded
    JOIN episode_spans USING (anilist_id, episode)
    WHERE downloaded.first_day <= last_day
)
SELECT
    torrent_id,
    anilist_id,
    episode,
    published AS first_published,
    first_day,
    LEAST(first_day + 6, last_day) AS last_day
FROM preferred
WHERE preference = 1
