"""How near the measured downloads come to the true process that made the counts of a synthetic season.

A day is *settled* when every torrent has been looked at after it: looks are at most a week apart. Only settled days can
be judged; what came after a torrent's last look, nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from nyaastats.collect.anilist.snapshots import read_snapshots
from nyaastats.domain.eligibility import select_ranked_shows
from nyaastats.domain.measures import Attribution
from nyaastats.engines.base import Engine
from nyaastats.engines.duckdb import opened
from nyaastats.measure.inputs import shows_table, torrents_table, weeks_table
from nyaastats.measure.runner import load, measure
from nyaastats.settings import Settings
from nyaastats.store.reader import read_torrents
from nyaastats.synthetic.facts import SEASON
from nyaastats.synthetic.looks import OUTAGE

FLOOR = 100
"""A day's error is told as a share of its true downloads, or of so many where it has fewer: among a hundred downloads
chance alone moves ten."""
UNSETTLED = 8 * 86400
"""Seconds before the newest scrape that are not settled: a week, and a day for looks that were missed."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a synthetic season stands on disk."""

    database: Path
    anilist: Path
    truth: Path

    @classmethod
    def of(cls, folder: Path) -> Self:
        """The season of the usual names in `folder`."""
        return cls(folder / "nyaastats.db", folder / "nyaastats.anilist.json", folder / "nyaastats.truth")


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
    beyond: int
    """How many are off by more than 3 %."""
    beyond_chance: int
    """How many of these also by more than two standard deviations of a Poisson count of that size."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of the counted torrents at their last look, beside the truth."""

    torrents: int
    wrong: int
    resets: int
    """Torrents with a true reset, which are not among the former."""
    lost: float
    """What of their downloads fell between the last count before the reset and the first one after it."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Everything that the true process says about one measured season."""

    totals: Totals
    days: tuple[DayErrors, ...]
    weeks: tuple[WeekErrors, ...]
    missing: int
    """Settled episode-days with true downloads, within the show's time, that were not measured at all."""


@contextmanager
def measured(place: Place) -> Iterator[Engine]:
    """An engine that holds every table of the measurement, the matches taken from the truth, and the truth beside."""
    post_airing_weeks = Settings.model_construct().post_airing_weeks
    ranked = select_ranked_shows(read_snapshots([place.anilist]).shows, SEASON, post_airing_weeks=post_airing_weeks)
    with opened(place.database) as engine:
        engine.register("torrents", torrents_table(read_torrents(place.database).torrents))
        engine.register("truth", pq.read_table(place.truth / "torrents.parquet"))
        engine.register("true_downloads", pq.read_table(place.truth / "downloads.parquet"))
        load(engine)
        engine.register("shows", shows_table(ranked))
        engine.register("weeks", weeks_table(SEASON.chart_weeks(post_airing_weeks)))
        engine.register("matches", engine.fetch(_MATCHES))
        measure(engine, attribution=Attribution.INTERVAL, post_airing_weeks=post_airing_weeks)
        yield engine


_MATCHES = """
SELECT torrent_id, anilist_id, episode, episode AS number
FROM truth
JOIN torrents USING (infohash)
WHERE reason = ''
"""


def accuracy(engine: Engine) -> Accuracy:
    """Hold what `measured` made against the true process."""
    engine.register("judging", _judging())
    engine.create("true_days", _TRUE_DAYS)
    engine.create("day_errors", _DAY_ERRORS)
    engine.create("week_errors", _WEEK_ERRORS)
    return Accuracy(
        totals=Totals(**_rows(engine, _TOTALS)[0]),
        days=tuple(DayErrors(**row) for row in _rows(engine, _BY_REGIME)),
        weeks=tuple(WeekErrors(**row) for row in _rows(engine, _BY_SIZE)),
        missing=_rows(engine, "SELECT COUNT(*) AS missing FROM day_errors WHERE error IS NULL")[0]["missing"],
    )


def _judging() -> pa.Table:
    outage = [moment.date() for moment in OUTAGE]
    return pa.Table.from_pylist(
        [{"least": FLOOR, "unsettled": UNSETTLED, "outage_from": outage[0], "outage_to": outage[1]}]
    )


def _rows(engine: Engine, query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = engine.fetch(query).to_pylist()
    return rows


_TRUE_DAYS = """
SELECT
    truth.anilist_id,
    truth.episode,
    date AS on_date,
    DATE_DIFF('day', DATE '1970-01-01', date) AS day,
    CAST(SUM(downloads) AS BIGINT) AS downloads,
    COALESCE(2 * SUM(downloads) FILTER (
        WHERE first_look - torrents.published > 172800
            AND first_look // 86400 >= DATE_DIFF('day', DATE '1970-01-01', date)
    ) > SUM(downloads), FALSE) AS is_before_late_find
FROM true_downloads
JOIN truth USING (infohash)
JOIN torrents USING (infohash)
JOIN lives USING (torrent_id)
JOIN shows ON shows.anilist_id = truth.anilist_id
CROSS JOIN newest
CROSS JOIN judging
WHERE
    reason = '' AND date <= last_day
    AND (DATE_DIFF('day', DATE '1970-01-01', date) + 1) * 86400 <= scraped_at - unsettled
GROUP BY truth.anilist_id, truth.episode, date
"""

# A day's regime is that of the episode's first torrent at the day's beginning. Before it come the days that the outage
# touched, and those of which most downloads came before a look that found their torrent late.
_DAY_ERRORS = """
SELECT
    true_days.*,
    downloads_daily AS found,
    downloads_daily - downloads AS error,
    CAST(ABS(downloads_daily - downloads) AS DOUBLE) / GREATEST(downloads, least) AS off,
    CASE
        WHEN on_date BETWEEN outage_from AND outage_to THEN '5 outage'
        WHEN is_before_late_find THEN '6 found late'
        WHEN days_since_first_torrent < 3 THEN '1 hourly'
        WHEN days_since_first_torrent < 8 THEN '2 every 4 h'
        WHEN days_since_first_torrent < 31 THEN '3 daily'
        ELSE '4 weekly'
    END AS regime
FROM true_days
CROSS JOIN judging
LEFT JOIN daily USING (anilist_id, episode, day)
WHERE downloads > 0 OR downloads_daily > 0
"""

_BY_REGIME = """
SELECT
    regime[3:] AS regime,
    COUNT(*) AS days,
    CAST(SUM(downloads) AS BIGINT) AS downloads,
    CAST(SUM(ABS(error)) AS DOUBLE) / SUM(downloads) AS misplaced,
    MEDIAN(off) AS median,
    QUANTILE_CONT(off, 0.95) AS p95,
    MAX(off) AS worst
FROM day_errors
GROUP BY day_errors.regime
ORDER BY day_errors.regime
"""

_WEEK_ERRORS = """
WITH weeks_of_days AS (
    SELECT anilist_id, day - (day + 3) % 7 AS monday, SUM(downloads) AS downloads, SUM(found) AS found
    FROM day_errors
    GROUP BY anilist_id, monday
)
SELECT
    CAST(downloads AS BIGINT) AS downloads,
    CAST(ABS(found - downloads) AS DOUBLE) AS error,
    CAST(ABS(found - downloads) AS DOUBLE) / downloads AS off,
    CASE
        WHEN monday <= DATE_DIFF('day', DATE '1970-01-01', outage_to)
            AND monday + 6 >= DATE_DIFF('day', DATE '1970-01-01', outage_from) THEN '4 touched by the outage'
        WHEN downloads >= 1000 THEN '1 of 1,000 and more'
        WHEN downloads >= 100 THEN '2 of 100 to 999'
        ELSE '3 of fewer than 100'
    END AS weeks
FROM weeks_of_days
CROSS JOIN judging
CROSS JOIN newest
WHERE downloads > 0 AND (monday + 7) * 86400 <= scraped_at - unsettled
"""

_BY_SIZE = """
SELECT
    weeks[3:] AS weeks,
    COUNT(*) AS count,
    CAST(SUM(downloads) AS BIGINT) AS downloads,
    SUM(error) / SUM(downloads) AS misplaced,
    MEDIAN(off) AS median,
    QUANTILE_CONT(off, 0.95) AS p95,
    MAX(off) AS worst,
    COUNT(*) FILTER (WHERE off > 0.03) AS beyond,
    COUNT(*) FILTER (WHERE off > 0.03 AND error > 2 * SQRT(downloads)) AS beyond_chance
FROM week_errors
GROUP BY week_errors.weeks
ORDER BY week_errors.weeks
"""

_TOTALS = """
SELECT
    COUNT(*) FILTER (WHERE fault <> 'reset') AS torrents,
    COUNT(*) FILTER (WHERE fault <> 'reset' AND downloads <> downloads_at_last_look) AS wrong,
    COUNT(*) FILTER (WHERE fault = 'reset') AS resets,
    CAST(SUM(downloads_at_last_look - downloads) FILTER (WHERE fault = 'reset') AS DOUBLE)
        / SUM(downloads_at_last_look) FILTER (WHERE fault = 'reset') AS lost
FROM totals
JOIN torrents USING (torrent_id)
JOIN truth USING (infohash)
WHERE reason = ''
"""
