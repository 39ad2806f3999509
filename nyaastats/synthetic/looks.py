"""When the synthetic scraper looks at each torrent: on schedule, with jitter, misses, an outage and late finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nyaastats.synthetic.facts import DATA_UNTIL

Seconds = NDArray[np.int64]
"""Moments as seconds since 1970, or spans of seconds."""
Indices = NDArray[np.intp]
Mask = NDArray[np.bool_]

HOUR = 3_600
DAY = 24 * HOUR
SCHEDULE: Seconds = HOUR * np.concatenate(
    [np.arange(1, 49), np.arange(52, 169, 4), np.arange(192, 721, 24), np.arange(888, 180 * 24 + 1, 168)]
)
"""Ages at which a torrent is looked at: hourly for two days, every 4 h to day 7, daily to day 30, weekly to day 180."""
JITTER = 10 * 60
"""A look comes up to so many seconds after its time."""
MISSED = 0.03
OUTAGE = datetime(2025, 10, 25, 6, tzinfo=UTC), datetime(2025, 10, 27, 6, tzinfo=UTC)
"""The scraper looks at nothing between these moments."""
FOUND_LATE = 0.015
LATE_DAYS = 2.2, 12.0
"""A torrent that is found late is first looked at when it is this old, in days."""


@dataclass(frozen=True, slots=True)
class Looks:
    """Every look, by torrent and then by time: the torrent's index and the moment."""

    torrent: Indices
    at: Seconds


def looks(published: Seconds, rng: np.random.Generator) -> Looks:
    """The looks at torrents published at these moments; each torrent has at least one."""
    due = published[:, None] + SCHEDULE
    at = due + rng.integers(0, JITTER, due.shape)
    happens = _is_up(at) & (rng.random(due.shape) >= MISSED) & (at >= _found(published, rng)[:, None])
    happens[np.arange(len(published)), _last_due(at)] = True
    torrent, look = np.nonzero(happens)
    return Looks(torrent, at[torrent, look])


def _is_up(at: Seconds) -> Mask:
    start, end = (moment.timestamp() for moment in OUTAGE)
    return (at <= DATA_UNTIL.timestamp()) & ((at < start) | (at >= end))


def _last_due(at: Seconds) -> Indices:
    """The place of each torrent's last look before the data end: never missed, so that none stays unseen."""
    return np.asarray((at <= DATA_UNTIL.timestamp()).sum(axis=1) - 1, dtype=np.intp)


def _found(published: Seconds, rng: np.random.Generator) -> Seconds:
    """When the scraper learns of each torrent."""
    late = rng.random(len(published)) < FOUND_LATE
    days: NDArray[Any] = rng.uniform(*LATE_DAYS, len(published))
    return np.asarray(published + (late * days * DAY), dtype=np.int64)
