-- sample_torrent: the worked example: the candidate of the show with the most downloads, of equals the lower id. One
-- row; none when nothing was downloaded. Columns as in sample_candidates.
WITH ranked_shows AS (
    SELECT anilist_id, ROW_NUMBER() OVER (ORDER BY SUM(downloads_daily) DESC, anilist_id) AS rank
    FROM episode_days
    GROUP BY anilist_id
    HAVING SUM(downloads_daily) > 0
)
SELECT sample_candidates.*
FROM sample_candidates
JOIN ranked_shows USING (anilist_id)
WHERE rank = 1
