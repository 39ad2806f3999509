"""When the synthetic scraper scrapes torrents, by one of two schedules with the paces of `nyaastats.collect.schedule`.

Under both some scrapes fail, the scraper is down for two days, and some torrents are discovered late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nyaastats.collect.schedule import PACES
from nyaastats.synthetic.facts import DATA_UNTIL

Seconds = NDArray[np.int64]
"""Moments as seconds since 1970, or spans of seconds."""
Indices = NDArray[np.intp]
Mask = NDArray[np.bool_]

HOUR = 3_600
DAY = 24 * HOUR
_PACES = [(int(pace.max_age.total_seconds()), int(pace.interval.total_seconds())) for pace in PACES]
_PACE_FROM = [0, *(max_age for max_age, _ in _PACES[:-1])]
"""The age from which on each of the paces holds."""
SCHEDULE: Seconds = np.concatenate(
    [
        np.arange(since + interval, max_age + 1, interval)
        for since, (max_age, interval) in zip(_PACE_FROM, _PACES, strict=True)
    ]
)
"""Ages at which a torrent is due by elapsed time, in seconds."""
MAX_JITTER_SECONDS = 10 * 60
"""By elapsed time a scrape comes up to this long after it is due."""
MAX_RUN_DELAY_SECONDS = 5 * 60
"""By boundaries there is a run every hour, which begins up to this long after the full hour;"""
MAX_BURST_SECONDS = 60, 10 * 60
"""and within this time it has scraped the torrents of the first pace, and the others, which on a Monday are many."""
MISSED_SHARE = 0.03
"""The share of the scrapes that fail. By boundaries the next run tries again, an hour later."""
OUTAGE = datetime(2025, 10, 25, 6, tzinfo=UTC), datetime(2025, 10, 27, 6, tzinfo=UTC)
"""The scraper of the one season is down between these moments."""
LATE_DISCOVERY_SHARE = 0.015
"""Share of the torrents that the scraper learns of days after their publication, as after a gap in the feed."""
LATE_DISCOVERY_DAYS = 2.2, 12.0
"""The least and the greatest age at which such a torrent is discovered."""

_FIRST_MONDAY = 4 * DAY  # 1970-01-05: boundaries of every pace are whole intervals from it


class Schedule(StrEnum):
    """When a torrent is due."""

    BOUNDARY = "boundary"
    """At the first run after a boundary of its pace that lies behind its last scrape: the full hour; 00, 04, 08 …
    o'clock; midnight; Monday 00:00, all in UTC."""
    ELAPSED = "elapsed"
    """When it has reached an age of `SCHEDULE`."""


@dataclass(frozen=True, slots=True)
class Uptime:
    """Until when there are scrapes, and between which moments there are none."""

    until: datetime
    outages: tuple[tuple[datetime, datetime], ...]


FALL_UPTIME = Uptime(DATA_UNTIL, (OUTAGE,))
"""Of the one season."""


@dataclass(frozen=True, slots=True)
class TorrentTimes:
    """Moments of torrents, sorted by torrent and then by time: the torrent's index and the moment."""

    torrent: Indices
    at: Seconds


def schedule_scrapes(
    published: Seconds, schedule: Schedule, rng: np.random.Generator, uptime: Uptime = FALL_UPTIME
) -> TorrentTimes:
    """When torrents published at these moments are scraped; each torrent at least once."""
    return _SCHEDULERS[schedule](published, rng, uptime)


def _schedule_by_elapsed_time(published: Seconds, rng: np.random.Generator, uptime: Uptime) -> TorrentTimes:
    # A row for each torrent, a column for each age of the schedule.
    due_at = published[:, None] + SCHEDULE
    at = due_at + rng.integers(0, MAX_JITTER_SECONDS, due_at.shape)
    is_scraped = (
        _is_up(at, uptime)
        & (rng.random(due_at.shape) >= MISSED_SHARE)
        & (at >= _draw_discovered_at(published, rng)[:, None])
    )
    is_scraped[np.arange(len(published)), _find_last_index(at, uptime.until)] = True
    torrent, scrape = np.nonzero(is_scraped)
    return TorrentTimes(torrent, at[torrent, scrape])


def _is_up(at: Seconds, uptime: Uptime) -> Mask:
    is_up: Mask = at <= uptime.until.timestamp()
    for down, up in uptime.outages:
        is_up &= (at < down.timestamp()) | (at >= up.timestamp())
    return is_up


def _find_last_index(at: Seconds, until: datetime) -> Indices:
    """The index of each torrent's last scrape before the data end: never missed, so that every torrent has a count."""
    return np.asarray((at <= until.timestamp()).sum(axis=1) - 1, dtype=np.intp)


def _draw_discovered_at(published: Seconds, rng: np.random.Generator) -> Seconds:
    is_late = rng.random(len(published)) < LATE_DISCOVERY_SHARE
    days: NDArray[Any] = rng.uniform(*LATE_DISCOVERY_DAYS, len(published))
    return np.asarray(published + (is_late * days * DAY), dtype=np.int64)


def _schedule_by_boundary(published: Seconds, rng: np.random.Generator, uptime: Uptime) -> TorrentTimes:
    boundaries = _list_boundaries(published, uptime.until)
    torrent, run_at = boundaries.torrent, _draw_runs(boundaries, published, rng, uptime)
    # One that fails until the next boundary is made good by the scrape after that one.
    is_before_next = np.append((np.diff(torrent) > 0) | (run_at[:-1] < boundaries.at[1:]), [True])
    at = run_at + _draw_delays(run_at, run_at - published[torrent], rng)
    is_scraped = is_before_next & (at <= uptime.until.timestamp())
    return TorrentTimes(torrent[is_scraped], at[is_scraped])


def _list_boundaries(published: Seconds, until: datetime) -> TorrentTimes:
    """Every boundary of each torrent's paces since its publication, by its age at the boundary."""
    # A row for each torrent, a column for each boundary that a pace may have.
    paces = zip(_PACE_FROM, _PACES, strict=True)
    at = np.hstack([_list_boundaries_of_pace(published, since, pace, until) for since, pace in paces])
    torrent, boundary = np.nonzero(at)
    return TorrentTimes(torrent, at[torrent, boundary])


def _list_boundaries_of_pace(published: Seconds, since: int, pace: tuple[int, int], until: datetime) -> Seconds:
    """The boundaries in the order of time; 0 where a torrent has fewer."""
    max_age, interval = pace
    first = _round_up(published + since - _FIRST_MONDAY, interval) + _FIRST_MONDAY
    at = first[:, None] + interval * np.arange((max_age - since) // interval + 1)
    is_of_pace = (at - published[:, None] < max_age) & (at <= until.timestamp())
    return np.where(is_of_pace, at, 0)


def _round_up(at: Seconds, interval: int) -> Seconds:
    return -(-at // interval) * interval


def _draw_runs(boundaries: TorrentTimes, published: Seconds, rng: np.random.Generator, uptime: Uptime) -> Seconds:
    """The hour of the first run after each boundary in which the torrent is known and its scrape does not fail."""
    # Discovered a day before the end at the latest, so that every torrent has a count.
    discovered_at = np.minimum(_draw_discovered_at(published, rng), int(uptime.until.timestamp()) - DAY)
    failures = rng.geometric(1 - MISSED_SHARE, len(boundaries.at)) - 1
    run_at = np.maximum(boundaries.at, _round_up(discovered_at, HOUR)[boundaries.torrent]) + HOUR * failures
    for outage in uptime.outages:
        down, up = (int(moment.timestamp()) for moment in outage)
        run_at = np.where((down <= run_at) & (run_at < up), up, run_at)
    return run_at


def _draw_delays(run_at: Seconds, ages: Seconds, rng: np.random.Generator) -> Seconds:
    """How many seconds after its hour each scrape is made: the run's beginning, and the torrent's place in it."""
    hour = (run_at - run_at.min()) // HOUR
    begun = rng.integers(0, MAX_RUN_DELAY_SECONDS, hour.max() + 1)[hour]
    place: Seconds = rng.integers(0, np.where(ages < _PACES[0][0], *MAX_BURST_SECONDS))
    return np.asarray(begun + place, dtype=np.int64)


_SCHEDULERS = {Schedule.BOUNDARY: _schedule_by_boundary, Schedule.ELAPSED: _schedule_by_elapsed_time}
