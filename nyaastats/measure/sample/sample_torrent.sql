-- followed: the sample of the show with the most downloads, of equals the lower id. No row when nothing was downloaded.
--
-- The columns of samples.sql.
WITH placed AS (
    SELECT anilist_id, ROW_NUMBER() OVER (ORDER BY SUM(downloads_daily) DESC, anilist_id) AS place
    FROM daily
    GROUP BY anilist_id
    HAVING SUM(downloads_daily) > 0
)
SELECT samples.*
FROM samples
JOIN placed USING (anilist_id)
WHERE place = 1
