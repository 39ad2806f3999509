-- decay_curve: how the downloads of a torrent come with its age, as a share of those of its first 48 hours. One row an
-- hour of age; none when no torrent was watched from the start. The last hour stands for every later one.
--
--   hour           BIGINT  hours since publication
--   age_from       BIGINT  seconds since publication: where the hour begins, or the bin of which it is an even part
--   shares_before  BIGINT  the share up to age_from, in billionths
--   rate           DOUBLE  what a second from there on adds to it, in billionths
--
-- So the share up to an age in that hour is shares_before + rate * (age - age_from).
--
-- Each watched torrent has one vote: its downloads are in units of its own first 48 hours, because one torrent of many
-- downloads would else decide for all.
-- A bin's rate is the votes' downloads at that age, divided by the time for which torrents were watched at it: occurrence
-- by exposure, the usual estimate of a piecewise constant hazard in survival analysis.
-- Within a bin of a week, downloads come in inverse proportion to the age, as is usual for what is published once. Were
-- they even there, each week would begin too low and end too high; all episodes of a show are of one weekday, and so that
-- weekday would be too low, the one before it too high.
-- All sums are of integers, because a sum of floats depends on its order.
--
-- Bins 0 to 47 are hours, 48 to 75 the days up to the 30th, the others weeks: about as long as the scrapes at that age
-- are apart; -1 is before publication. As in episode_days, an increment is first put whole into the bin of its end. Then,
-- for each edge between two bins that it spans, its downloads up to the edge are moved from the bin that begins there to
-- the bin that ends there.
WITH binned AS (
    SELECT
        CAST(1000000 * CAST(downloads AS BIGINT) AS DOUBLE) / unit AS votes,
        start_at - published AS start_age,
        end_at - published AS end_age,
        CASE
            WHEN start_at < published THEN -1
            WHEN start_at - published < 172800 THEN (start_at - published) // 3600
            WHEN start_at - published < 2592000 THEN (start_at - published) // 86400 + 46
            ELSE (start_at - published - 2592000) // 604800 + 76
        END AS from_bin,
        CASE
            WHEN end_at - published <= 172800 THEN (end_at - published - 1) // 3600
            WHEN end_at - published <= 2592000 THEN (end_at - published - 1) // 86400 + 46
            ELSE (end_at - published - 2592001) // 604800 + 76
        END AS to_bin
    FROM increments
    JOIN watched_torrents USING (torrent_id)
    WHERE end_at > GREATEST(start_at, published)
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
            1e9 * votes * (
                CASE
                    WHEN bin < 48 THEN bin * 3600
                    WHEN bin < 76 THEN (bin - 46) * 86400
                    ELSE (bin - 76) * 604800 + 2592000
                END - start_age
            ) / (end_age - start_age)
        ) AS BIGINT)) AS billionths
    FROM crossed
    GROUP BY bin
),
moves AS (
    SELECT to_bin AS bin, SUM(CAST(ROUND(1e9 * votes) AS BIGINT)) AS billionths FROM binned GROUP BY to_bin
    UNION ALL
    SELECT bin - 1, billionths FROM arrivals
    UNION ALL
    SELECT bin, -billionths FROM arrivals
),
occurrences AS (
    SELECT bin, CAST(SUM(billionths) AS BIGINT) AS billionths FROM moves GROUP BY bin
),
endings AS (
    SELECT
        CASE
            WHEN last_age <= 172800 THEN (last_age - 1) // 3600
            WHEN last_age <= 2592000 THEN (last_age - 1) // 86400 + 46
            ELSE (last_age - 2592001) // 604800 + 76
        END AS last_bin,
        COUNT(*) AS torrents,
        SUM(last_age) AS ages
    FROM watched_torrents
    GROUP BY 1
),
numbers AS (
    SELECT UNNEST(GENERATE_SERIES(0, last_bin)) AS bin
    FROM (SELECT MAX(last_bin) AS last_bin FROM endings)
    WHERE 0 <= last_bin
),
bins AS (
    SELECT
        bin,
        CASE
            WHEN bin < 48 THEN bin * 3600
            WHEN bin < 76 THEN (bin - 46) * 86400
            ELSE (bin - 76) * 604800 + 2592000
        END AS age_from,
        CASE WHEN bin < 48 THEN 3600 WHEN bin < 76 THEN 86400 ELSE 604800 END AS width
    FROM numbers
),
exposures AS (
    SELECT
        bin,
        age_from,
        width,
        SUM(CASE WHEN bin = last_bin THEN ages - torrents * age_from ELSE torrents * width END) AS seconds
    FROM bins
    JOIN endings ON last_bin >= bin
    GROUP BY bin, age_from, width
),
rates AS (
    SELECT age_from, width, CAST(COALESCE(billionths, 0) AS DOUBLE) / seconds AS rate
    FROM exposures
    LEFT JOIN occurrences USING (bin)
),
cumulative AS (
    SELECT
        age_from,
        width,
        rate,
        CAST(COALESCE(SUM(CAST(ROUND(rate * width) AS BIGINT)) OVER earlier, 0) AS BIGINT) AS shares_before
    FROM rates
    WINDOW earlier AS (ORDER BY age_from ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
hours AS (
    SELECT *, UNNEST(GENERATE_SERIES(age_from // 3600, (age_from + width) // 3600 - 1)) AS hour
    FROM cumulative
    WHERE age_from // 3600 <= (age_from + width) // 3600 - 1
),
edges AS (  -- what comes in the bin until the hour begins
    SELECT
        *,
        CAST(ROUND(
            rate * width * LN(hour * 3600 / CAST(age_from AS DOUBLE)) / LN((age_from + width) / CAST(age_from AS DOUBLE))
        ) AS BIGINT) AS before,
        CAST(ROUND(rate * width) AS BIGINT) AS whole
    FROM hours
    WHERE width = 604800
)
SELECT hour, age_from, shares_before, rate FROM hours WHERE width < 604800
UNION ALL
SELECT
    hour,
    hour * 3600 AS age_from,
    shares_before + before AS shares_before,
    CAST(COALESCE(LEAD(before) OVER bin, whole) - before AS DOUBLE) / 3600 AS rate
FROM edges
WINDOW bin AS (PARTITION BY age_from ORDER BY hour)
