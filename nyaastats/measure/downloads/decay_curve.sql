-- decay_curve: downloads of the average torrent by its age, measured on the torrents watched from the start. One row an
-- age bin; none when no torrent was watched from the start, or when there is no late first count to split by the curve.
--
--   age_from          BIGINT  seconds since publication: where the bin begins
--   age_to            BIGINT  where it ends: an hour later up to 48 h, a day later from there; the last bin has no end
--   downloads_before  BIGINT  downloads of the average torrent up to age_from, in billionths
--   rate              DOUBLE  what a second in the bin adds to them, in billionths
--
-- A torrent was watched from the start when it counts for an episode and its first scrape came within 48 h of publication.
-- A bin's rate is the downloads at that age, divided by the time for which torrents were watched at it: occurrence by
-- exposure, the usual estimate of a piecewise constant hazard in survival analysis. So a torrent's weight is the time
-- for which it was watched. All sums are of integers, because a sum of floats depends on its order.
--
-- Bins 0 to 47 are hours, 48 is the third day, and so on; -1 is before publication. As in episode_days, an increment is
-- first put whole into the bin of its end. Then, for each edge between two bins that it spans, its downloads up to the
-- edge are moved from the bin that begins there to the bin that ends there.
WITH late_first_counts AS (
    SELECT COUNT(*) AS torrents FROM increments WHERE is_first AND is_long
),
watched AS (
    SELECT torrent_id, published, last_scraped_at - published AS last_age
    FROM matches
    JOIN torrents USING (torrent_id)
    JOIN scrape_spans USING (torrent_id)
    CROSS JOIN late_first_counts
    WHERE late_first_counts.torrents > 0 AND first_scraped_at - published <= 172800 AND last_scraped_at > published
),
ages AS (
    SELECT start_at - published AS start_age, end_at - published AS end_age, downloads
    FROM increments
    JOIN watched USING (torrent_id)
    WHERE end_at > GREATEST(start_at, published)
),
binned AS (
    SELECT
        *,
        CASE
            WHEN start_age < 0 THEN -1 WHEN start_age < 172800 THEN start_age // 3600 ELSE start_age // 86400 + 46
        END AS from_bin,
        CASE WHEN end_age <= 172800 THEN (end_age - 1) // 3600 ELSE (end_age - 1) // 86400 + 46 END AS to_bin
    FROM ages
),
crossed AS (
    SELECT *, UNNEST(GENERATE_SERIES(from_bin + 1, to_bin)) AS bin
    FROM binned
    WHERE from_bin < to_bin
),
arrivals AS (
    SELECT
        bin,
        SUM(CAST(ROUND(
            1e9 * downloads * (CASE WHEN bin < 48 THEN bin * 3600 ELSE (bin - 46) * 86400 END - start_age)
            / (end_age - start_age)
        ) AS BIGINT)) AS billionths
    FROM crossed
    GROUP BY bin
),
moves AS (
    SELECT to_bin AS bin, 1000000000 * SUM(downloads) AS billionths FROM binned GROUP BY to_bin
    UNION ALL
    SELECT bin - 1, billionths FROM arrivals
    UNION ALL
    SELECT bin, -billionths FROM arrivals
),
occurrences AS (
    SELECT bin, SUM(billionths) AS billionths FROM moves GROUP BY bin
),
endings AS (
    SELECT
        CASE WHEN last_age <= 172800 THEN (last_age - 1) // 3600 ELSE (last_age - 1) // 86400 + 46 END AS last_bin,
        COUNT(*) AS torrents,
        SUM(last_age) AS ages
    FROM watched
    GROUP BY 1
),
numbers AS (
    SELECT UNNEST(GENERATE_SERIES(0, MAX(last_bin))) AS bin FROM endings
),
bins AS (
    SELECT
        bin,
        CASE WHEN bin < 48 THEN bin * 3600 ELSE (bin - 46) * 86400 END AS age_from,
        CASE WHEN bin < 48 THEN 3600 ELSE 86400 END AS width
    FROM numbers
),
exposures AS (
    SELECT
        bin,
        age_from,
        SUM(CASE WHEN bin = last_bin THEN ages - torrents * age_from ELSE torrents * width END) AS seconds
    FROM bins
    JOIN endings ON last_bin >= bin
    GROUP BY bin, age_from
),
rates AS (
    SELECT
        age_from,
        LEAD(age_from) OVER (ORDER BY age_from) AS age_to,
        CAST(COALESCE(billionths, 0) AS DOUBLE) / seconds AS rate
    FROM exposures
    LEFT JOIN occurrences USING (bin)
)
SELECT
    age_from,
    COALESCE(age_to, 9999999999) AS age_to,
    CAST(COALESCE(SUM(CAST(ROUND(rate * (age_to - age_from)) AS BIGINT)) OVER earlier, 0) AS BIGINT) AS downloads_before,
    rate
FROM rates
WINDOW earlier AS (ORDER BY age_from ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
