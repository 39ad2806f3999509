-- decay: how downloads come in with a torrent's age, measured from the torrents watched from the start.
--
--   age_from  BIGINT  seconds since publication: where the bin begins
--   age_to    BIGINT  where it ends: an hour later up to 48 h, a day later from there; the last bin has no real end
--   so_far    BIGINT  downloads of the average torrent up to age_from, in thousand-millionths
--   gain      BIGINT  what the bin adds to it; 0 in the last
--
-- Watched from the start are the torrents of an episode whose first look came within 48 h of publication; no rows when
-- there are none, or when no first count came later and nobody asks. A bin's rate is what was downloaded at that age by
-- the time that torrents were watched at it (occurrence by exposure, the usual estimate of a piecewise constant hazard):
-- a torrent watched for a short time weighs as long as it was watched. All sums are of integers, because a sum of
-- floats depends on its order.
WITH grids (grid_from, grid_to, width) AS (
    VALUES (0, 172800, 3600), (172800, 9999936000, 86400)
),
late AS (
    SELECT COUNT(*) AS counts FROM increments WHERE is_first AND is_long
),
watched AS (
    SELECT torrent_id, published, last_look - published AS last_age
    FROM matches
    JOIN torrents USING (torrent_id)
    JOIN lives USING (torrent_id)
    CROSS JOIN late
    WHERE late.counts > 0 AND first_look - published <= 172800 AND last_look > published
),
ages AS (
    SELECT start_at - published AS start_age, end_at - published AS end_age, downloads
    FROM increments
    JOIN watched USING (torrent_id)
    WHERE end_at > start_at
),
clipped AS (
    SELECT
        downloads,
        end_age - start_age AS seconds,
        GREATEST(start_age, grid_from) AS from_age,
        LEAST(end_age, grid_to) AS to_age,
        width
    FROM ages
    JOIN grids ON start_age < grid_to AND end_age > grid_from
),
pieces AS (
    SELECT *, UNNEST(GENERATE_SERIES(from_age // width, (to_age - 1) // width)) * width AS age_from
    FROM clipped
),
occurrences AS (
    SELECT
        age_from,
        SUM(CAST(ROUND(
            1e6 * downloads * (LEAST(to_age, age_from + width) - GREATEST(from_age, age_from)) / seconds
        ) AS BIGINT)) AS millionths
    FROM pieces
    GROUP BY age_from
),
bins AS (
    SELECT UNNEST(GENERATE_SERIES(grid_from // width, (LEAST(grid_to, oldest) - 1) // width)) * width AS age_from, width
    FROM grids
    JOIN (SELECT MAX(last_age) AS oldest FROM watched) AS span ON oldest > grid_from
),
endings AS (
    SELECT (last_age - 1) // width * width AS age_from, COUNT(*) AS torrents, SUM(last_age) AS ages
    FROM watched
    JOIN grids ON last_age > grid_from AND last_age <= grid_to
    GROUP BY 1
),
exposures AS (
    SELECT
        bins.age_from,
        bins.width,
        SUM(CASE
            WHEN endings.age_from = bins.age_from THEN ages - torrents * endings.age_from
            ELSE torrents * width
        END) AS seconds
    FROM bins
    JOIN endings ON endings.age_from >= bins.age_from
    GROUP BY bins.age_from, bins.width
),
gains AS (
    SELECT
        age_from,
        age_from + width AS age_to,
        CAST(ROUND(1e3 * COALESCE(millionths, 0) * width / seconds) AS BIGINT) AS gain
    FROM exposures
    LEFT JOIN occurrences USING (age_from)
)
SELECT
    age_from,
    age_to,
    CAST(SUM(gain) OVER (ORDER BY age_from ROWS UNBOUNDED PRECEDING) - gain AS BIGINT) AS so_far,
    gain
FROM gains
UNION ALL
SELECT MAX(age_to), 9999999999, CAST(SUM(gain) AS BIGINT), 0
FROM gains
HAVING COUNT(*) > 0
