-- silences: looks in which seeders, leechers and downloads are all 0 after a larger count of that torrent. They are no
-- evidence: the tracker did not know the torrent at that moment.
--
--   torrent_id  INTEGER
--   looked_at   BIGINT   epoch seconds UTC
WITH silent AS (
    SELECT DISTINCT torrent_id, looked_at FROM scrapes WHERE silent AND torrent_id IS NOT NULL AND looked_at IS NOT NULL
),
counted AS (
    SELECT torrent_id, MIN(looked_at) AS since
    FROM scrapes
    WHERE downloads > 0 AND torrent_id IN (SELECT torrent_id FROM silent)
    GROUP BY torrent_id
)
SELECT silent.torrent_id, silent.looked_at
FROM silent
JOIN counted ON counted.torrent_id = silent.torrent_id AND counted.since < silent.looked_at
