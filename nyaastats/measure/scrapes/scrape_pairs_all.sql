-- counts: what the tracker said, one row a torrent and instant. A view, with the columns of looks.sql: the few merged
-- torrents in place of their steps.
SELECT torrent_id, looked_at, downloads, previous_at, previous_downloads
FROM steps
WHERE torrent_id NOT IN (SELECT torrent_id FROM merged)
UNION ALL
SELECT torrent_id, looked_at, downloads, previous_at, previous_downloads
FROM merged
