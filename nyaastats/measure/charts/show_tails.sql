-- show_tails: from when on a show's numbers hold tail estimates. One row a show that has any.
--
--   anilist_id  BIGINT
--   tail_from   BIGINT  epoch seconds UTC: the earliest beginning of a tail among its torrents
SELECT anilist_id, MIN(counted_at) AS tail_from
FROM tail_estimates
GROUP BY anilist_id
