"""Compares the measured downloads of a synthetic season with the true process that its counts were drawn from.

A day is *settled* when every torrent has been scraped after it; scrapes are at most a week apart. Only settled days are
compared: downloads after a torrent's last scrape are in no count yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from benchmarks.fixtures.measured_seasons import measure_with_truth
from benchmarks.fixtures.process_seasons import ProcessSeason, generate_process_seasons
from benchmarks.suites.published_sums import PublishedSums, publish_sums
from benchmarks.suites.weekday_shares import WeekdayShares, compare_weekdays
from nyaastats.engines.base import Engine
from nyaastats.synthetic import Process, Schedule
from nyaastats.synthetic.scrape_times import OUTAGE

SEASONS = tuple(ProcessSeason(process, schedule) for process in (Process.PLAIN, Process.MIXED) for schedule in Schedule)
"""Whose measured downloads are compared with the truth: the most even process, and the most lifelike."""
MIN_DENOMINATOR = 100
"""Errors are shares of a day's true downloads, or of this number where it has fewer: a Poisson count of 100 has a
standard deviation of 10, and the errors of smaller days would be chance alone."""
UNSETTLED_SECONDS = 8 * 86400
"""Before the newest scrape: a week between scrapes, and a day for scrapes that were missed."""


@dataclass(frozen=True, slots=True)
class DayErrors:
    """The errors of the settled episode-days of one regime; all but the counts are shares."""

    regime: str
    days: int
    downloads: int
    misplaced: float
    """The sum of the errors by the sum of the downloads."""
    median: float
    p95: float
    worst: float
    chance: float
    """What would be misplaced if each day's rate were known, but no scrape: the mean error of a Poisson count of n is
    sqrt(2 n / π)."""


@dataclass(frozen=True, slots=True)
class WeekErrors:
    """The errors of the settled show-weeks of one size."""

    weeks: str
    count: int
    downloads: int
    misplaced: float
    median: float
    p95: float
    worst: float
    off_by_3_percent: int
    """How many are off by more than 3 %."""
    beyond_chance: int
    """How many of these also by more than two standard deviations of a Poisson count of that size, 2 √n."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of the counted torrents at their last scrape, compared with the truth."""

    torrents: int
    wrong: int
    resets: int
    """Torrents with a counter reset; the other fields leave them out."""
    lost: float
    """The share of their downloads between the last count before the reset and the first after it: no count holds
    them."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """All errors of one measured season."""

    totals: Totals
    days: tuple[DayErrors, ...]
    weeks: tuple[WeekErrors, ...]
    missing: int
    """Settled episode-days with true downloads, within the show's time, that were not measured at all."""


@dataclass(frozen=True, slots=True)
class SeasonAccuracy:
    """Everything that a season is compared by."""

    season: ProcessSeason
    accuracy: Accuracy
    weekdays: WeekdayShares
    sums: PublishedSums


def measure_accuracy() -> list[SeasonAccuracy]:
    """Generate, measure and publish the seasons, and compare each with its truth."""
    generate_process_seasons(SEASONS)
    return [_compare_season(season) for season in SEASONS]


def _compare_season(season: ProcessSeason) -> SeasonAccuracy:
    print(f"comparing {season.folder.name} with its truth", flush=True)
    with measure_with_truth(season.files) as engine:
        return SeasonAccuracy(season, compare_with_truth(engine), compare_weekdays(engine), publish_sums(season.folder))


def compare_with_truth(engine: Engine) -> Accuracy:
    """The errors of what `measure_with_truth` measured."""
    engine.register("parameters", _parameters_table())
    engine.create("true_days", _TRUE_DAYS)
    engine.create("day_errors", _DAY_ERRORS)
    engine.create("week_errors", _WEEK_ERRORS)
    return Accuracy(
        totals=Totals(**_rows(engine, _TOTALS)[0]),
        days=tuple(DayErrors(**row) for row in _rows(engine, _BY_REGIME)),
        weeks=tuple(WeekErrors(**row) for row in _rows(engine, _BY_SIZE)),
        missing=_rows(engine, "SELECT COUNT(*) AS missing FROM day_errors WHERE error IS NULL")[0]["missing"],
    )


def _parameters_table() -> pa.Table:
    outage = [moment.date() for moment in OUTAGE]
    return pa.Table.from_pylist(
        [
            {
                "min_denominator": MIN_DENOMINATOR,
                "unsettled_seconds": UNSETTLED_SECONDS,
                "outage_from": outage[0],
                "outage_to": outage[1],
            }
        ]
    )


def _rows(engine: Engine, query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = engine.fetch(query).to_pylist()
    return rows


# Days are whole and settled; those after a show's last day are in no chart, and left out.
_TRUE_DAYS = """
SELECT
    truth.anilist_id,
    truth.episode,
    date AS on_date,
    DATE_DIFF('day', DATE '1970-01-01', date) AS day,
    CAST(SUM(downloads) AS BIGINT) AS downloads,
    COALESCE(2 * SUM(downloads) FILTER (
        WHERE first_scraped_at - torrents.published > 172800
            AND first_scraped_at // 86400 >= DATE_DIFF('day', DATE '1970-01-01', date)
    ) > SUM(downloads), FALSE) AS is_before_late_discovery
FROM true_downloads
JOIN truth USING (infohash)
JOIN torrents USING (infohash)
JOIN scrape_spans USING (torrent_id)
JOIN shows ON shows.anilist_id = truth.anilist_id
CROSS JOIN data_until
CROSS JOIN parameters
WHERE
    reason = '' AND date <= last_day
    AND (DATE_DIFF('day', DATE '1970-01-01', date) + 1) * 86400 <= newest_scrape_at - unsettled_seconds
GROUP BY truth.anilist_id, truth.episode, date
"""

# A day's regime is the scrape interval of the episode's first torrent when the day begins. Two kinds of days come
# before: days in the outage, and days most of whose downloads came before the first scrape of a torrent that was
# discovered more than 48 h after its publication.
_DAY_ERRORS = """
SELECT
    true_days.*,
    days_since_first_torrent,
    downloads_daily AS measured,
    downloads_daily - downloads AS error,
    CAST(ABS(downloads_daily - downloads) AS DOUBLE) / GREATEST(downloads, min_denominator) AS relative_error,
    CASE
        WHEN on_date BETWEEN outage_from AND outage_to THEN '5 outage'
        WHEN is_before_late_discovery THEN '6 discovered late'
        WHEN days_since_first_torrent < 3 THEN '1 hourly'
        WHEN days_since_first_torrent < 8 THEN '2 every 4 h'
        WHEN days_since_first_torrent < 31 THEN '3 daily'
        ELSE '4 weekly'
    END AS regime
FROM true_days
CROSS JOIN parameters
LEFT JOIN episode_days USING (anilist_id, episode, day)
WHERE downloads > 0 OR downloads_daily > 0
"""

# The digit before each label puts them in order, and is cut off.
_BY_REGIME = """
SELECT
    regime[3:] AS regime,
    COUNT(*) AS days,
    CAST(SUM(downloads) AS BIGINT) AS downloads,
    CAST(SUM(ABS(error)) AS DOUBLE) / SUM(downloads) AS misplaced,
    MEDIAN(relative_error) AS median,
    QUANTILE_CONT(relative_error, 0.95) AS p95,
    MAX(relative_error) AS worst,
    SUM(SQRT(2 * downloads / PI())) / SUM(downloads) AS chance
FROM day_errors
GROUP BY day_errors.regime
ORDER BY day_errors.regime
"""

# Day 0, 1970-01-01, was a Thursday: (day + 3) % 7 is 0 on Mondays.
_WEEK_ERRORS = """
WITH weeks_of_days AS (
    SELECT anilist_id, day - (day + 3) % 7 AS monday, SUM(downloads) AS downloads, SUM(measured) AS measured
    FROM day_errors
    GROUP BY anilist_id, monday
)
SELECT
    CAST(downloads AS BIGINT) AS downloads,
    CAST(ABS(measured - downloads) AS DOUBLE) AS error,
    CAST(ABS(measured - downloads) AS DOUBLE) / downloads AS relative_error,
    CASE
        WHEN monday <= DATE_DIFF('day', DATE '1970-01-01', outage_to)
            AND monday + 6 >= DATE_DIFF('day', DATE '1970-01-01', outage_from) THEN '4 touched by the outage'
        WHEN downloads >= 1000 THEN '1 of 1,000 and more'
        WHEN downloads >= 100 THEN '2 of 100 to 999'
        ELSE '3 of fewer than 100'
    END AS weeks
FROM weeks_of_days
CROSS JOIN parameters
CROSS JOIN data_until
WHERE downloads > 0 AND (monday + 7) * 86400 <= newest_scrape_at - unsettled_seconds
"""

_BY_SIZE = """
SELECT
    weeks[3:] AS weeks,
    COUNT(*) AS count,
    CAST(SUM(downloads) AS BIGINT) AS downloads,
    SUM(error) / SUM(downloads) AS misplaced,
    MEDIAN(relative_error) AS median,
    QUANTILE_CONT(relative_error, 0.95) AS p95,
    MAX(relative_error) AS worst,
    COUNT(*) FILTER (WHERE relative_error > 0.03) AS off_by_3_percent,
    COUNT(*) FILTER (WHERE relative_error > 0.03 AND error > 2 * SQRT(downloads)) AS beyond_chance
FROM week_errors
GROUP BY week_errors.weeks
ORDER BY week_errors.weeks
"""

# A reset loses downloads that no count holds, so that those torrents are no test of the totals.
_TOTALS = """
SELECT
    COUNT(*) FILTER (WHERE fault <> 'reset') AS torrents,
    COUNT(*) FILTER (WHERE fault <> 'reset' AND downloads <> downloads_at_last_scrape) AS wrong,
    COUNT(*) FILTER (WHERE fault = 'reset') AS resets,
    CAST(SUM(downloads_at_last_scrape - downloads) FILTER (WHERE fault = 'reset') AS DOUBLE)
        / SUM(downloads_at_last_scrape) FILTER (WHERE fault = 'reset') AS lost
FROM torrent_totals
JOIN torrents USING (torrent_id)
JOIN truth USING (infohash)
WHERE reason = ''
"""
