-- lives: how long each torrent was watched. One row a torrent that was looked at.
--
--   torrent_id   INTEGER
--   first_look   BIGINT   epoch seconds UTC
--   last_look    BIGINT   likewise
SELECT torrent_id, MIN(looked_at) AS first_look, MAX(looked_at) AS last_look
FROM looks
GROUP BY torrent_id
