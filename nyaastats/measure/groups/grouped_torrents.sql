-- grouped_torrents: the torrents that count for an episode or a film, by release group and resolution. One row a torrent.
--
--   torrent_id    INTEGER
--   anilist_id    BIGINT
--   group_name    VARCHAR  the group without what its spellings differ in; NULL: its name has none
--   resolution    VARCHAR  1080p; NULL: its name has none
--   group_number  INTEGER  equal for equal group_name and resolution, NULL included
WITH counted AS (
    SELECT torrent_id, anilist_id FROM matches
    UNION ALL
    SELECT torrent_id, anilist_id FROM film_matches
)
SELECT
    torrent_id,
    anilist_id,
    group_name,
    resolution,
    CAST(DENSE_RANK() OVER (ORDER BY group_name NULLS LAST, resolution NULLS LAST) AS INTEGER) AS group_number
FROM counted
JOIN torrent_groups USING (torrent_id)
