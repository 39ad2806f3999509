"""When a torrent is due: one table of ages and intervals, in windows of half an hour.

Time is cut into windows, :00 to :30 and :30 to :00 UTC. A torrent that becomes due anywhere in a window is due from its
start. So the torrents of one window go to the tracker in the same requests, none is scraped twice in a window, and an
hourly timer that fires a second early misses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

WINDOW = timedelta(minutes=30)

_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pace:
    """The scrape interval of torrents up to an age."""

    max_age: timedelta
    """Whole days."""
    interval: timedelta


PACES = (
    Pace(max_age=timedelta(days=2), interval=timedelta(hours=1)),
    Pace(max_age=timedelta(days=7), interval=timedelta(hours=4)),
    Pace(max_age=timedelta(days=30), interval=timedelta(days=1)),
    Pace(max_age=timedelta(days=180), interval=timedelta(days=7)),
)
"""By age since publication, the youngest first; an older torrent is never scraped again."""


@dataclass(frozen=True, slots=True)
class DueSlice:
    """Due are the torrents published in `(published_after, published_until]` and not scraped since `scraped_before`."""

    published_after: datetime
    published_until: datetime
    scraped_before: datetime

    def contains(self, published_at: datetime, last_scraped_at: datetime | None) -> bool:
        """Whether a torrent is due by this slice."""
        return self.published_after < published_at <= self.published_until and (
            last_scraped_at is None or last_scraped_at < self.scraped_before
        )


def due_slices(now: datetime) -> Iterator[DueSlice]:
    """All that is due at `now`, one slice for each day of age, the youngest first; no torrent is in two of them.

    Read one after the other, they bound memory: a slice holds no more torrents than were published on one day, however
    long the collector was off.
    """
    # Not `now`: where our clock is a little behind nyaa's, torrents are published in the future.
    age, published_until = timedelta(0), _END_OF_TIME
    for pace in PACES:
        while age < pace.max_age:
            age += _DAY
            yield DueSlice(now - age, published_until, window_end(now) - pace.interval)
            published_until = now - age


def is_due(published_at: datetime, last_scraped_at: datetime | None, now: datetime) -> bool:
    """Whether a torrent is to be scraped in the window of `now`."""
    return any(due_slice.contains(published_at, last_scraped_at) for due_slice in due_slices(now))


def window_end(now: datetime) -> datetime:
    """When the next window begins."""
    return now + WINDOW - (now - _EPOCH) % WINDOW


def next_run_at(started_at: datetime, now: datetime) -> datetime:
    """When a `--watch` that began at `started_at` runs next: at the same place of every window."""
    return now + WINDOW - (now - started_at) % WINDOW
