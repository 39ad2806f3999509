-- sample_torrent: the worked example: the candidate of the show with the most downloads in the chart's weeks, of equals
-- the lower id. One row; none when nothing was downloaded in them. Columns as in sample_candidates.
WITH ranked_shows AS (
    SELECT anilist_id, CAST(ROW_NUMBER() OVER (ORDER BY SUM(downloads) DESC, anilist_id) AS BIGINT) AS rank
    FROM show_weeks
    GROUP BY anilist_id
)
SELECT torrent_id, anilist_id, episode, first_published, first_day, last_day
FROM sample_candidates
JOIN ranked_shows USING (anilist_id)
WHERE rank = 1
