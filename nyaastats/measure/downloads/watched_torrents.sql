-- watched_torrents: the torrents on which the decay curve is measured. One row a torrent that was watched from the start.
--
--   torrent_id  INTEGER
--   published   BIGINT   epoch seconds UTC
--   last_age    BIGINT   seconds from its publication to its last scrape
--   unit        BIGINT   its downloads of the first 48 hours, in millionths
--
-- Watched from the start is a torrent that counts for an episode, whose first scrape came within 48 h of publication and
-- the last one later than that, and of whose counts none is in doubt. One of fewer than 50 downloads in that time is left
-- out: its unit would be mostly chance.
WITH faulty AS (
    SELECT DISTINCT torrent_id FROM judged_scrapes WHERE verdict <> 'kept'
),
spans AS (
    SELECT torrent_id, published, last_scraped_at - published AS last_age
    FROM matches
    JOIN torrents USING (torrent_id)
    JOIN scrape_spans USING (torrent_id)
    WHERE
        first_scraped_at - published <= 172800
        AND last_scraped_at - published >= 172800
        AND torrent_id NOT IN (SELECT torrent_id FROM faulty)
),
early AS (
    SELECT
        torrent_id,
        published,
        last_age,
        1000000 * CAST(downloads AS BIGINT) AS millionths,
        start_at - published AS start_age,
        end_at - published AS end_age
    FROM increments
    JOIN spans USING (torrent_id)
    WHERE start_at < published + 172800
),
units AS (  -- of the increment at the 48th hour, the part before it
    SELECT
        torrent_id,
        published,
        last_age,
        CAST(SUM(CASE
            WHEN end_age <= 172800 THEN millionths
            ELSE CAST(FLOOR(millionths * (CAST(172800 - start_age AS DOUBLE) / (end_age - start_age)) + 0.5) AS BIGINT)
        END) AS BIGINT) AS unit
    FROM early
    GROUP BY torrent_id, published, last_age
)
SELECT torrent_id, published, last_age, unit
FROM units
WHERE unit >= 50000000
