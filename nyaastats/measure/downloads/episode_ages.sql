-- episode_ages: what was known of an episode's downloads when it had an age, in its first week. One row an episode and
-- age that it has reached, each 6 hours; none where nothing was known yet.
--
--   anilist_id  BIGINT
--   episode     INTEGER
--   hours       BIGINT   since the earliest publication among its torrents: 6, 12 … 168
--   downloads   BIGINT   of all its torrents up to then, as far as was known then, in millionths
--
-- Known then is what the scrapes up to then have counted, and the tail estimate of each torrent since the last of them.
-- What is counted later is not there, though it may have happened before: a torrent that is discovered after a week, the
-- downloads of an outage. A projection is made of what is known, so it is learnt and judged by the same.
-- The tail is that of tail_estimates, which for torrents so young is the level of their whole life. That a torrent was
-- overdue, as hardly any so young is, is passed over.
WITH members AS (
    SELECT
        torrent_id,
        anilist_id,
        episode,
        published,
        first_published,
        LEAST((newest_scrape_at - first_published) // 21600, 28) AS last_step
    FROM matches
    JOIN torrents USING (torrent_id)
    JOIN episode_spans USING (anilist_id, episode)
    CROSS JOIN data_until
    WHERE newest_scrape_at >= first_published
),
events AS (
    SELECT torrent_id, end_at AS known_at, CAST(downloads AS BIGINT) AS downloads, FALSE AS is_look FROM increments
    UNION ALL
    SELECT torrent_id, scraped_at, CAST(0 AS BIGINT), TRUE FROM scrape_pairs_clean
),
steps AS (  -- by the first of the ages at which an event is known
    SELECT
        torrent_id,
        GREATEST(known_at - first_published + 21599, 21600) // 21600 AS step,
        SUM(downloads) AS downloads,
        MAX(CASE WHEN is_look THEN known_at END) AS looked_at
    FROM events
    JOIN members USING (torrent_id)
    WHERE known_at <= first_published + 604800
    GROUP BY torrent_id, GREATEST(known_at - first_published + 21599, 21600) // 21600
),
grid AS (
    SELECT torrent_id, anilist_id, episode, published, first_published, UNNEST(GENERATE_SERIES(1, last_step)) AS step
    FROM members
    WHERE 1 <= last_step
),
counts AS (
    SELECT
        torrent_id,
        anilist_id,
        episode,
        step,
        first_published + step * 21600 - published AS age,
        CAST(SUM(downloads) OVER so_far AS BIGINT) AS downloads,
        (MAX(looked_at) OVER so_far) - published AS look_age
    FROM grid
    LEFT JOIN steps USING (torrent_id, step)
    WINDOW so_far AS (PARTITION BY torrent_id ORDER BY step)
),
measured AS (
    SELECT
        counts.*,
        (SELECT MAX(hour) FROM decay_curve) AS last_hour
    FROM counts
    WHERE downloads > 0
),
shares AS (
    SELECT
        anilist_id,
        episode,
        step,
        1000000 * downloads AS millionths,
        by_look.shares_before + by_look.rate * (look_age - by_look.age_from) AS look_share,
        by_age.shares_before + by_age.rate * (age - by_age.age_from) AS share
    FROM measured
    LEFT JOIN decay_curve AS by_look ON by_look.hour = LEAST(GREATEST(look_age, 0) // 3600, last_hour)
    LEFT JOIN decay_curve AS by_age ON by_age.hour = LEAST(GREATEST(age, 0) // 3600, last_hour)
)
SELECT
    anilist_id,
    episode,
    6 * step AS hours,
    CAST(SUM(
        millionths
        + CASE
            WHEN look_share > 0 AND share > look_share
                THEN CAST(FLOOR(millionths * ((share - look_share) / look_share) + 0.5) AS BIGINT)
            ELSE 0
        END
    ) AS BIGINT) AS downloads
FROM shares
GROUP BY anilist_id, episode, step
