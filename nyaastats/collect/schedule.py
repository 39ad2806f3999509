"""When a torrent is looked at: one table of ages and intervals, in windows of half an hour.

Time is cut into windows, :00 to :30 and :30 to :00 UTC. What falls due anywhere in a window is due from its start, so
that the torrents of one window go to the tracker together, none is looked at twice in a window, and an hourly timer
that comes a second early misses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

WINDOW = timedelta(minutes=30)

_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a torrent is looked at until it is `until` old, which is whole days."""

    until: timedelta
    every: timedelta


PACES = (
    Pace(until=timedelta(days=2), every=timedelta(hours=1)),
    Pace(until=timedelta(days=7), every=timedelta(hours=4)),
    Pace(until=timedelta(days=30), every=timedelta(days=1)),
    Pace(until=timedelta(days=180), every=timedelta(days=7)),
)
"""By age since publication; an older torrent is never looked at again."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Torrents that are due: published in `(after, until]`, and last looked at before `scraped_before` or never."""

    after: datetime
    until: datetime
    scraped_before: datetime

    def holds(self, published: datetime, last_scraped_at: datetime | None) -> bool:
        """Whether a torrent is one of them."""
        return self.after < published <= self.until and (
            last_scraped_at is None or last_scraped_at < self.scraped_before
        )


def due_slices(now: datetime) -> Iterator[Slice]:
    """Everything that is due at `now`, a slice for each day of age, the youngest first; no torrent is in two of them.

    Whoever takes one slice after the other never holds more than what was published on a day, however long nobody
    looked.
    """
    age, until = timedelta(0), _EVER  # a clock that is a little behind nyaa's sees torrents from the future
    for pace in PACES:
        while age < pace.until:
            age += _DAY
            yield Slice(now - age, until, window_end(now) - pace.every)
            until = now - age


def is_due(published: datetime, last_scraped_at: datetime | None, now: datetime) -> bool:
    """Whether a torrent is to be looked at in the window of `now`."""
    return any(slice_.holds(published, last_scraped_at) for slice_ in due_slices(now))


def window_end(now: datetime) -> datetime:
    """When the next window begins."""
    return now + WINDOW - (now - _EPOCH) % WINDOW


def next_round(started: datetime, now: datetime) -> datetime:
    """When the collector that began at `started` goes out next: at the same place of every window."""
    return now + WINDOW - (now - started) % WINDOW
