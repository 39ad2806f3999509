-- increments: downloads, at the moment of the look that saw them (attribution `observed`).
--
-- The columns of increments.sql. The first count is ignored, a fall is ignored, and each positive difference to the
-- look before belongs to the look's own instant: start_at = end_at.
SELECT torrent_id, looked_at AS start_at, looked_at AS end_at, downloads - previous_downloads AS downloads, FALSE AS first
FROM looks
WHERE downloads > previous_downloads
