-- judged_scrapes: what each scrape of a suspect torrent is taken for. One row a scrape of those torrents.
--
--   torrent_id    INTEGER
--   scraped_at    BIGINT   epoch seconds UTC
--   previous_at   BIGINT   epoch seconds UTC of the scrape before that is kept; NULL: there is none, or this is left out
--   count_before  INTEGER  the count at that scrape: 0 without one, the count itself for a counter reset; NULL: left out
--   count_after   INTEGER  the count; NULL: left out
--   verdict       VARCHAR  kept, dip, spike, reset, too_low or in_doubt (Verdict)
--   restarted_at  BIGINT   epoch seconds UTC of the tracker's restart in which this count fell; NULL: in none
--
-- This query gives what is judged, in the order of time; the columns are those of the function `judge_scrapes`, because
-- each scrape is judged by what became of those before it, which no window can say.
SELECT torrent_id, COALESCE(published, scraped_at) AS published, scraped_at, downloads
FROM scrape_pairs_clean
JOIN suspect_torrents USING (torrent_id)
JOIN torrents USING (torrent_id)
ORDER BY torrent_id, scraped_at
