-- sample_torrent: the worked example: the candidate of the show with the most downloads in the chart's weeks, of equals
-- the lower id. One row; none when nothing was downloaded in them. Columns as in sample_candidates.
WITH ranked_shows AS (
    SELECT anilist_id, ROW_NUMBER() OVER (ORDER BY SUM(downloads) DESC, anilist_id) AS rank
    FROM show_weeks
    GROUP BY anilist_id
)
SELECT sample_candidates.*
FROM sample_candidates
JOIN ranked_shows USING (anilist_id)
WHERE rank = 1
