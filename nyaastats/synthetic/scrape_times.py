"""When the synthetic scraper scrapes torrents: by age, with jitter, missed scrapes, an outage and late discovery."""

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
"""Ages at which a torrent is due, in seconds: hourly for two days, every 4 h to day 7, daily to day 30, weekly to day
180. These are the intervals of `nyaastats.collect.schedule`."""
MAX_JITTER_SECONDS = 10 * 60
"""A scrape comes up to this long after it is due."""
MISSED_SHARE = 0.03
OUTAGE = datetime(2025, 10, 25, 6, tzinfo=UTC), datetime(2025, 10, 27, 6, tzinfo=UTC)
"""The scraper is down between these moments."""
LATE_DISCOVERY_SHARE = 0.015
"""Share of the torrents that the scraper learns of days after their publication, as after a gap in the feed."""
LATE_DISCOVERY_DAYS = 2.2, 12.0
"""The least and the greatest age at which such a torrent is discovered."""


@dataclass(frozen=True, slots=True)
class TorrentTimes:
    """Moments of torrents, sorted by torrent and then by time: the torrent's index and the moment."""

    torrent: Indices
    at: Seconds


def schedule_scrapes(published: Seconds, rng: np.random.Generator) -> TorrentTimes:
    """When torrents published at these moments are scraped; each torrent at least once."""
    # A row for each torrent, a column for each age of the schedule.
    due_at = published[:, None] + SCHEDULE
    at = due_at + rng.integers(0, MAX_JITTER_SECONDS, due_at.shape)
    is_scraped = (
        _is_up(at) & (rng.random(due_at.shape) >= MISSED_SHARE) & (at >= _draw_discovered_at(published, rng)[:, None])
    )
    is_scraped[np.arange(len(published)), _find_last_index(at)] = True
    torrent, scrape = np.nonzero(is_scraped)
    return TorrentTimes(torrent, at[torrent, scrape])


def _is_up(at: Seconds) -> Mask:
    start, end = (moment.timestamp() for moment in OUTAGE)
    return (at <= DATA_UNTIL.timestamp()) & ((at < start) | (at >= end))


def _find_last_index(at: Seconds) -> Indices:
    """The index of each torrent's last scrape before the data end: never missed, so that every torrent has a count."""
    return np.asarray((at <= DATA_UNTIL.timestamp()).sum(axis=1) - 1, dtype=np.intp)


def _draw_discovered_at(published: Seconds, rng: np.random.Generator) -> Seconds:
    is_late = rng.random(len(published)) < LATE_DISCOVERY_SHARE
    days: NDArray[Any] = rng.uniform(*LATE_DISCOVERY_DAYS, len(published))
    return np.asarray(published + (is_late * days * DAY), dtype=np.int64)
