-- increments: downloads, at the moment of the look that saw them (attribution `observed`).
--
-- The columns of increments.sql. The first count is ignored, a fall is ignored, and each positive difference to the
-- count before belongs to its own instant: start_at = end_at. This is the arithmetic on what the tracker said, silences
-- included, so that what is counted twice after a one-off zero can be seen.
SELECT
    torrent_id,
    looked_at AS start_at,
    looked_at AS end_at,
    downloads - previous_downloads AS downloads,
    FALSE AS is_first,
    looked_at - previous_at > 172800 AS is_long
FROM counts
WHERE downloads > previous_downloads
