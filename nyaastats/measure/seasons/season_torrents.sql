-- season_torrents: downloads of each torrent until a season's chart ends. One row a season and torrent with downloads by
-- then that was published in the chart's weeks, or in the two weeks before them.
--
--   season      VARCHAR  fall-2025
--   torrent_id  INTEGER
--   downloads   BIGINT   the sum of its increments up to the end of the chart's last week
--
-- An increment that ends later is left out whole: what scrapes find after a season is over changes nothing here.
WITH spans AS (
    SELECT
        season,
        (CAST(MIN(DATE_DIFF('day', DATE '1970-01-01', start_date)) AS BIGINT) - 14) * 86400 AS published_from,
        (CAST(MAX(DATE_DIFF('day', DATE '1970-01-01', start_date)) AS BIGINT) + 7) * 86400 AS counted_until
    FROM season_weeks
    JOIN weeks USING (week)
    GROUP BY season
),
published_torrents AS (
    SELECT season, torrent_id, counted_until
    FROM torrents
    JOIN spans ON published >= published_from AND published < counted_until
)
SELECT season, torrent_id, CAST(SUM(downloads) AS BIGINT) AS downloads
FROM increments
JOIN published_torrents USING (torrent_id)
WHERE end_at <= counted_until
GROUP BY season, torrent_id
