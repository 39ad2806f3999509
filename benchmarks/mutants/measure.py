"""Mutants of the measure tables (SQL and Python) and of the calendar that they share."""

from __future__ import annotations

from benchmarks.mutants.mutant import Mutant

_CALENDAR = (
    "tests/domain/test_calendar.py",
    "tests/properties/test_calendar.py",
)
_SCRAPES = (
    "tests/measure/test_intervals.py",
    "tests/test_golden_season.py",
    "tests/measure/test_against_the_oracle.py",
)
_ALL_SEASONS = (
    "tests/test_all_seasons.py",
    "tests/test_truth_of_all_seasons.py",
)
_CHARTS = (
    "tests/measure/test_rankings.py",
    "tests/test_golden_season.py",
    "tests/measure/test_against_the_oracle.py",
    *_ALL_SEASONS,
)
_SEASONS = (
    "tests/measure/test_rankings.py",
    "tests/measure/test_season_torrents.py",
    "tests/test_golden_season.py",
    "tests/measure/test_against_the_oracle.py",
    *_ALL_SEASONS,
)
_TAILS = (
    "tests/measure/test_tails.py",
    "tests/oracle/test_tails.py",
    "tests/measure/test_against_the_oracle.py",
)
_SETTLED = (*_CHARTS, "tests/measure/test_tails.py", "tests/measure/test_measured_laws.py")
_BEST_DAYS = (*_CHARTS, "tests/measure/test_episode_firsts.py")
_FIRSTS = (
    "tests/measure/test_episode_firsts.py",
    "tests/measure/test_first_days.py",
    "tests/measure/test_against_the_oracle.py",
)
_GROUPS = (
    "tests/measure/test_group_weeks.py",
    "tests/measure/test_against_the_oracle.py",
)
_FILMS = ("tests/measure/test_films.py",)
_COUNT_FAULTS = ("tests/measure/test_count_faults.py",)
_PROJECTIONS = ("tests/measure/test_projections.py",)

MEASURE = (
    Mutant(
        "the days before the season are one less",
        "nyaastats/domain/calendar.py",
        "EARLY_PREMIERES = timedelta(days=14)",
        "EARLY_PREMIERES = timedelta(days=13)",
        _CALENDAR,
    ),
    Mutant(
        "a week's year is that of its Monday",
        "nyaastats/domain/calendar.py",
        "year, week, _ = self.start.isocalendar()",
        "year, week = self.start.year, self.start.isocalendar().week",
        _CALENDAR,
    ),
    Mutant(
        "the last of a list of weeks is missing",
        "nyaastats/domain/calendar.py",
        "range((last.start - first.start).days // 7 + 1)",
        "range((last.start - first.start).days // 7)",
        _CALENDAR,
    ),
    Mutant(
        "a week belongs to the season of its Monday",
        "nyaastats/domain/calendar.py",
        "return Season.of(newest.start + timedelta(days=3))",
        "return Season.of(newest.start)",
        _CALENDAR,
    ),
    Mutant(
        "a chart goes on for a week after the season's end",
        "nyaastats/domain/calendar.py",
        "timedelta(weeks=post_airing_weeks) - timedelta(microseconds=1)",
        "timedelta(weeks=post_airing_weeks)",
        _CALENDAR,
    ),
    Mutant(
        "of two counts of one instant the smaller",
        "nyaastats/measure/scrapes/scrape_pairs_deduplicated.sql",
        "MAX(downloads) AS downloads",
        "MIN(downloads) AS downloads",
        _SCRAPES,
    ),
    Mutant(
        "a zero before any count is a dropout",
        "nyaastats/measure/scrapes/zero_dropouts.sql",
        "first_counts.first_count_at < zeros.scraped_at",
        "first_counts.first_count_at <> zeros.scraped_at",
        _SCRAPES,
    ),
    Mutant(
        "a scrape exactly a day ahead of the clock is refused",
        "nyaastats/measure/scrapes/scrapes.sql",
        "WHEN scraped_at > now_seconds + $MAX_SECONDS_AFTER_NOW",
        "WHEN scraped_at >= now_seconds + $MAX_SECONDS_AFTER_NOW",
        _SCRAPES,
    ),
    Mutant(
        "the newest scrape may be one that cannot be used",
        "nyaastats/measure/scrapes/data_until.sql",
        "FROM scrapes_by_hour WHERE reason IS NULL",
        "FROM scrapes_by_hour",
        _SCRAPES,
    ),
    Mutant(
        "the spans of films are not split at midnight",
        "nyaastats/measure/downloads/midnight_splits.sql",
        "    SELECT torrent_id FROM film_matches\n",
        "    SELECT torrent_id FROM film_matches WHERE FALSE\n",
        _FILMS,
    ),
    Mutant(
        "a group keeps what came after the last day",
        "nyaastats/measure/groups/group_weeks.sql",
        "WHERE (day + 3) % 7 = 0 OR day = last_day + 1",
        "WHERE (day + 3) % 7 = 0",
        _GROUPS,
    ),
    Mutant(
        "a scrape exactly two days before publication is refused",
        "nyaastats/measure/scrapes/scrapes.sql",
        "WHEN scraped_at < published - $MAX_SECONDS_BEFORE_PUBLICATION",
        "WHEN scraped_at <= published - $MAX_SECONDS_BEFORE_PUBLICATION",
        _SCRAPES,
    ),
    Mutant(
        "a row counts under another reason than the first",
        "nyaastats/measure/scrapes/scrapes_by_hour.sql",
        "            WHEN downloads IS NULL THEN 'bad_count'\n            WHEN torrent_id IS NULL THEN 'orphan'\n",
        "            WHEN torrent_id IS NULL THEN 'orphan'\n            WHEN downloads IS NULL THEN 'bad_count'\n",
        _SCRAPES,
    ),
    Mutant(
        "a first count before publication is spread from then on",
        "nyaastats/measure/downloads/increments.sql",
        "COALESCE(previous_at, LEAST(published, scraped_at)) AS start_at",
        "COALESCE(previous_at, published) AS start_at",
        _SCRAPES,
        accepted="It is equivalent to all that reads it: a span that would begin after its end crosses nothing.",
    ),
    Mutant(
        "an interval of exactly 48 hours is long",
        "nyaastats/measure/downloads/increments.sql",
        "scraped_at - COALESCE(previous_at, published) > 172800",
        "scraped_at - COALESCE(previous_at, published) >= 172800",
        _SCRAPES,
    ),
    Mutant(
        "downloads of a span are spread evenly",
        "nyaastats/measure/downloads/midnight_splits.sql",
        "WHEN rise > 0 THEN (shares_before",
        "WHEN rise > 1e300 THEN (shares_before",
        _SCRAPES,
    ),
    Mutant(
        "downloads up to midnight are left on both days",
        "nyaastats/measure/downloads/episode_days.sql",
        "day, -millionths, -estimated FROM daily_parts",
        "day, -millionths * 0, -estimated FROM daily_parts",
        _SCRAPES,
    ),
    Mutant(
        "an episode's sums are rounded down",
        "nyaastats/measure/downloads/episode_days.sql",
        "(millionths + 500000) // 1000000 AS downloads",
        "millionths // 1000000 AS downloads",
        _SCRAPES,
    ),
    Mutant(
        "the days of an episode's age begin with its first scrape",
        "nyaastats/measure/downloads/episode_days.sql",
        "(day + 1) * 86400 - first_published",
        "day * 86400 - first_published",
        _SCRAPES,
    ),
    Mutant(
        "a day of which less than an hour has passed is there",
        "nyaastats/measure/downloads/episode_spans.sql",
        "(newest_scrape_at - 3600) // 86400",
        "newest_scrape_at // 86400",
        _SCRAPES,
    ),
    Mutant(
        "a week begins on Sunday",
        "nyaastats/measure/charts/show_weeks.sql",
        "ON day - (day + 3) % 7 = first_day",
        "ON day - (day + 4) % 7 = first_day - 1",
        _CHARTS,
    ),
    Mutant(
        "a week is complete a second late",
        "nyaastats/measure/charts/chart_weeks.sql",
        "newest_scrape_at >= (first_day + 7) * 86400 AS is_complete",
        "newest_scrape_at > (first_day + 7) * 86400 AS is_complete",
        _CHARTS,
    ),
    Mutant(
        "a week with a tail that begins as it ends is not settled",
        "nyaastats/measure/charts/chart_weeks.sql",
        "WHERE tail_from < (first_day + 7) * 86400",
        "WHERE tail_from <= (first_day + 7) * 86400",
        _SETTLED,
    ),
    Mutant(
        "a show's tail unsettles weeks after its end",
        "nyaastats/measure/charts/chart_weeks.sql",
        "AND (last_day IS NULL OR start_date <= last_day)",
        "",
        _SETTLED,
    ),
    Mutant(
        "of equal shows the higher id comes first",
        "nyaastats/measure/charts/rankings.sql",
        "WINDOW chart AS (PARTITION BY week_number ORDER BY downloads DESC, anilist_id)",
        "WINDOW chart AS (PARTITION BY week_number ORDER BY downloads DESC, anilist_id DESC)",
        _CHARTS,
    ),
    Mutant(
        "a missing week does not end a streak",
        "nyaastats/measure/charts/rankings.sql",
        "PARTITION BY anilist_id, week_number - weeks_on_chart ORDER BY",
        "PARTITION BY anilist_id ORDER BY",
        _CHARTS,
    ),
    Mutant(
        "the rank before is that of the last week that it was ranked in",
        "nyaastats/measure/charts/rankings.sql",
        "before.week_number = streaks.week_number - 1",
        (
            "before.week_number = (SELECT MAX(week_number) FROM ranked AS earlier WHERE "
            "earlier.anilist_id = streaks.anilist_id AND earlier.week_number < streaks.week_number)"
        ),
        _CHARTS,
    ),
    Mutant(
        "a show that is first is not in the top 10",
        "nyaastats/measure/charts/rankings.sql",
        "CASE WHEN rank <= 10 THEN 1",
        "CASE WHEN rank < 10 THEN 1",
        _CHARTS,
    ),
    Mutant(
        "every show of a chart is tied",
        "nyaastats/measure/charts/rankings.sql",
        "streaks.equal_shows > 1 AS is_tied",
        "streaks.equal_shows >= 1 AS is_tied",
        _CHARTS,
    ),
    Mutant(
        "a season ranks a show beyond its last day",
        "nyaastats/measure/charts/season_rankings.sql",
        "WHERE last_day IS NULL OR start_date <= last_day",
        "",
        _SEASONS,
    ),
    Mutant(
        "a season's peaks are those of all seasons",
        "nyaastats/measure/charts/season_rankings.sql",
        "WINDOW so_far AS (PARTITION BY season, anilist_id ORDER BY week_number)",
        "WINDOW so_far AS (PARTITION BY anilist_id ORDER BY week_number)",
        _SEASONS,
    ),
    Mutant(
        "of a show's equal days the later is its best",
        "nyaastats/measure/charts/best_days.sql",
        "ORDER BY downloads_daily DESC, day, episode",
        "ORDER BY downloads_daily DESC, day DESC, episode",
        _BEST_DAYS,
    ),
    Mutant(
        "a day with exactly the largest estimated part is not counted",
        "nyaastats/measure/charts/best_days.sql",
        "100 * downloads_estimated <= $MAX_ESTIMATED_PERCENT",
        "100 * downloads_estimated < $MAX_ESTIMATED_PERCENT",
        _BEST_DAYS,
    ),
    Mutant(
        "a tail has twice the weight of its show",
        "nyaastats/measure/downloads/tail_estimates.sql",
        "(recent + 2e7 * CASE",
        "(recent + 4e7 * CASE",
        _TAILS,
    ),
    Mutant(
        "young torrents level the estimate of old ones",
        "nyaastats/measure/downloads/tail_estimates.sql",
        "    FROM levels\n    WHERE is_old\n),\nshow_ratios AS (",
        "    FROM levels\n),\nshow_ratios AS (",
        _TAILS,
    ),
    Mutant(
        "a tail is what came, not what comes",
        "nyaastats/measure/downloads/tail_estimates.sql",
        "(now_share - share) / share",
        "(share - recent_share) / share",
        _TAILS,
    ),
    Mutant(
        "an overdue torrent has a tail",
        "nyaastats/measure/downloads/uncounted_torrents.sql",
        "later_hours > 3 * pace_hours AS is_overdue",
        "later_hours > 30 * pace_hours AS is_overdue",
        _TAILS,
    ),
    Mutant(
        "the decay curve counts a torrent beyond its last scrape",
        "nyaastats/measure/downloads/decay_curve.sql",
        "JOIN endings ON last_bin >= bin",
        "JOIN endings ON last_bin >= bin - 1",
        _TAILS,
    ),
    Mutant(
        "the first 7 days are 8",
        "nyaastats/measure/downloads/episode_firsts.sql",
        "CASE WHEN day < day_1 + 7 THEN downloads_daily",
        "CASE WHEN day <= day_1 + 7 THEN downloads_daily",
        _FIRSTS,
    ),
    Mutant(
        "the first 7 days are over on the seventh",
        "nyaastats/measure/downloads/episode_firsts.sql",
        "today >= day_1 + 7 AND",
        "today >= day_1 + 6 AND",
        _FIRSTS,
    ),
    Mutant(
        "what is left over in rounding goes to the smallest fraction",
        "nyaastats/measure/groups/group_weeks.sql",
        "ORDER BY fraction DESC, millionths DESC",
        "ORDER BY fraction, millionths DESC",
        _GROUPS,
    ),
    Mutant(
        "groups of all shows share a week's downloads",
        "nyaastats/measure/groups/group_weeks.sql",
        "SUM(millionths) OVER (PARTITION BY anilist_id, first_day)",
        "SUM(millionths) OVER (PARTITION BY first_day)",
        _GROUPS,
    ),
    Mutant(
        "the baseline of a reset is a download",
        "nyaastats/measure/count_faults.py",
        "before = count if is_reset else 0 if last is None",
        "before = 0 if is_reset else 0 if last is None",
        _COUNT_FAULTS,
    ),
    Mutant(
        "half of a count is a reset",
        "nyaastats/measure/count_faults.py",
        "if 2 * count < self._last_count() and has_followers:",
        "if count < self._last_count() and has_followers:",
        _COUNT_FAULTS,
    ),
    Mutant(
        "a fall that two scrapes follow is a reset",
        "nyaastats/measure/count_faults.py",
        "len(self.at) - position >= MIN_SCRAPES_AFTER",
        "len(self.at) - position >= MIN_SCRAPES_AFTER - 1",
        _COUNT_FAULTS,
    ),
    Mutant(
        "a rise of exactly the pace is beyond belief",
        "nyaastats/measure/count_faults.py",
        "rise * max(pace_seconds, MIN_PACE_SECONDS) > PACE_FACTOR",
        "rise * max(pace_seconds, MIN_PACE_SECONDS) >= PACE_FACTOR",
        _COUNT_FAULTS,
    ),
    Mutant(
        "a last rise beyond belief is counted",
        "nyaastats/measure/count_faults.py",
        "if is_recent and self._is_doubtful(index):",
        "if is_recent and self._is_doubtful(index) and index:",
        _COUNT_FAULTS,
    ),
    Mutant(
        "an interval misses one rank on each side",
        "nyaastats/measure/projections.py",
        "((counts + 1) * _TAIL_SHARE)",
        "((counts + 1) * _TAIL_SHARE + 1)",
        _PROJECTIONS,
    ),
    Mutant(
        "a projection takes away what has come",
        "nyaastats/measure/projections.py",
        '"projected": max(round(middle), so_far)',
        '"projected": round(middle)',
        _PROJECTIONS,
        accepted="It is equivalent: a past ratio below 1 counts as 1, so the middle is never less than what has come.",
    ),
    Mutant(
        "an episode that is finished at the moment teaches nothing",
        "nyaastats/measure/projections.py",
        "errors[at >= episodes.finished_at] = np.nan",
        "errors[at > episodes.finished_at] = np.nan",
        _PROJECTIONS,
    ),
    Mutant(
        "a median is the lower of two",
        "nyaastats/measure/projections.py",
        "return middle / 2, counts",
        "return ordered[rows, np.maximum(counts - 1, 0) // 2], counts",
        _PROJECTIONS,
    ),
)
