"""When a torrent is due: one table of ages and paces, on boundaries of the calendar.

Days and weeks are what is counted, so they should end with a scrape. Each pace has boundaries: the full hour; 00, 04,
08 … o'clock; midnight; Monday 00:00, all in UTC. A torrent is due at the first run after a boundary of its pace that
lies behind its last scrape. So the run after Monday 00:00 completes the week, nothing is scraped twice between two
boundaries, and a boundary that a run missed is made good by the next one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, zip_longest

from nyaastats.store.records import DueSlice

RUN_INTERVAL = timedelta(minutes=30)
"""Between two runs of a watch: half of the shortest pace, so that a run that fails is made good within the hour."""

# A Monday, so that counting whole weeks from it ends on Mondays; the shorter paces divide a week.
_FIRST_BOUNDARY = datetime(1970, 1, 5, tzinfo=UTC)
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pace:
    """The distance of the boundaries for torrents up to an age."""

    max_age: timedelta
    interval: timedelta
    """A multiple of the interval of the pace before: a boundary of this pace is one of every faster pace, too."""

    def last_boundary(self, moment: datetime) -> datetime:
        """The newest boundary that is not later than the moment."""
        return moment - (moment - _FIRST_BOUNDARY) % self.interval


PACES = (
    Pace(max_age=timedelta(days=2), interval=timedelta(hours=1)),
    Pace(max_age=timedelta(days=7), interval=timedelta(hours=4)),
    Pace(max_age=timedelta(days=30), interval=timedelta(days=1)),
    Pace(max_age=timedelta(days=180), interval=timedelta(days=7)),
)
"""By age since publication, the youngest first; an older torrent is never scraped again."""


@dataclass(frozen=True, slots=True)
class DueGroups:
    """What is due at a moment, in two groups that are scraped one after the other; no torrent is in two slices."""

    fresh: tuple[DueSlice, ...]
    """Torrents of the first pace: they change most, so they do not wait for a Monday's thousands."""
    older: tuple[DueSlice, ...]


def due_groups(now: datetime) -> DueGroups:
    """All that is due at `now`."""
    # Not `now`: where our clock is a little behind nyaa's, torrents are published in the future.
    published_until, slices_by_pace = _END_OF_TIME, []
    for pace, slower in zip_longest(PACES, PACES[1:]):
        slices_by_pace.append(tuple(_slice_pace(pace, slower, published_until, now)))
        published_until = slices_by_pace[-1][-1].published_after
    return DueGroups(slices_by_pace[0], tuple(chain.from_iterable(slices_by_pace[1:])))


def _slice_pace(pace: Pace, slower: Pace | None, published_until: datetime, now: datetime) -> Iterator[DueSlice]:
    """The torrents whose newest boundary is one of this pace, the youngest first.

    What counts is a torrent's age at the boundary, not its age now. A torrent that has passed on to the slower pace is
    still due by the faster pace's last boundary that fell to it: else one whose scrape on its last day at the daily
    pace failed would wait for Monday.
    """
    if slower is None:
        yield DueSlice(now - pace.max_age, published_until, pace.last_boundary(now))
        return
    boundary = pace.last_boundary(now)
    while boundary >= slower.last_boundary(now):
        published_after = boundary - pace.max_age
        yield DueSlice(published_after, published_until, boundary)
        published_until, boundary = published_after, boundary - pace.interval


def is_due(published_at: datetime, last_scraped_at: datetime | None, now: datetime) -> bool:
    """Whether a torrent is to be scraped at `now`; one that was never scraped is, whatever the boundaries."""
    groups = due_groups(now)
    return any(due_slice.contains(published_at, last_scraped_at) for due_slice in (*groups.fresh, *groups.older))


def next_run_at(started_at: datetime, now: datetime) -> datetime:
    """When a `--watch` that began at `started_at` runs next: at the same minute of every half hour.

    Not at the boundaries themselves: watches everywhere would send their requests in the same second.
    """
    return now + RUN_INTERVAL - (now - started_at) % RUN_INTERVAL
