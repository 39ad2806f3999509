"""Whether the collector and what follows it are well: decided from what was read of them, and the clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Final

from nyaastats.domain.events import Event, find_scraper_gaps
from nyaastats.domain.measures import ScraperHour

GAP_DAYS: Final = 30
"""So far back gaps are looked for."""
OVERDUE_AFTER: Final = timedelta(hours=2)
"""A torrent that was due so long ago and was not scraped since has been missed by two hourly runs."""


class Subject(StrEnum):
    """Who is asked in a run of the collector."""

    FEED = "feed"
    TRACKER = "tracker"


@dataclass(frozen=True, slots=True)
class FailureStreak:
    """Runs in a row in which a subject failed."""

    subject: Subject
    failures: int
    failed_since: datetime
    """When the first of them failed."""
    reason: str
    """Of the last one."""


def extend_streak(streak: FailureStreak | None, subject: Subject, reason: str, now: datetime) -> FailureStreak:
    """The streak with one more failure."""
    if streak is None:
        return FailureStreak(subject, 1, now, reason)
    return FailureStreak(subject, streak.failures + 1, streak.failed_since, reason)


@dataclass(frozen=True, slots=True)
class DatabaseRecords:
    """What a database says of its collector."""

    bytes: int
    """Of the file and its write-ahead log."""
    newest_scrape_at: datetime | None
    due: int | None
    """None: another scraper's database, or one of an older nyaastats: the next run makes it known."""
    overdue: int | None
    streaks: Sequence[FailureStreak]
    gaps_since: datetime
    """Scrapes before that are not in the database alone."""
    scrape_times: Sequence[datetime]
    """When torrents were scraped since then, in order."""
    trim_key: str | None
    """Of the last trim; None: every scrape is in the database."""


@dataclass(frozen=True, slots=True)
class DiskRecords:
    """What lies beside the database."""

    archive_bytes: int | None
    """None: there is no archive."""
    trim_keys: Sequence[str]
    """Of the trims whose scrapes the archive has."""
    free_bytes: int
    """On the disk of the database."""
    published_at: datetime | None
    """When the output was last published; None: never."""
    published_until: datetime | None
    """The newest scrape that is in it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A time without a scrape."""

    start: datetime
    """The last scrape before it."""
    end: datetime
    """The first scrape after it."""


@dataclass(frozen=True, slots=True)
class Health:
    """What `nyaastats status` says."""

    checked_at: datetime
    newest_scrape_at: datetime | None
    age_seconds: int | None
    """Of the newest scrape; negative: it is stamped later than now."""
    max_age_seconds: int
    is_late: bool
    """Whether the newest scrape is older than that, stamped so much later than now, or there is none."""
    gaps_since: datetime
    gaps: tuple[Gap, ...]
    due: int | None
    overdue: int | None
    failures: tuple[FailureStreak, ...]
    database_bytes: int
    archive_bytes: int | None
    is_archive_missing: bool
    """Whether scrapes were trimmed from the database that this archive does not have."""
    free_bytes: int
    published_at: datetime | None
    published_until: datetime | None

    @property
    def needs_help(self) -> bool:
        """Whether somebody has to look after it now."""
        return self.is_late or self.is_archive_missing


def assess_health(database: DatabaseRecords, disk: DiskRecords, now: datetime, max_age: timedelta) -> Health:
    """What the records mean at `now`."""
    newest = database.newest_scrape_at
    return Health(
        checked_at=now,
        newest_scrape_at=newest,
        age_seconds=None if newest is None else int((now - newest).total_seconds()),
        max_age_seconds=int(max_age.total_seconds()),
        # Ahead of the clock, too: the collector refuses to run until that has caught up, which may be never.
        is_late=newest is None or abs(now - newest) > max_age,
        gaps_since=database.gaps_since,
        gaps=tuple(_make_gap(event) for event in find_scraper_gaps(group_hours(database.scrape_times))),
        due=database.due,
        overdue=database.overdue,
        failures=tuple(sorted(database.streaks, key=lambda streak: streak.subject)),
        database_bytes=database.bytes,
        archive_bytes=disk.archive_bytes,
        is_archive_missing=database.trim_key is not None and database.trim_key not in disk.trim_keys,
        free_bytes=disk.free_bytes,
        published_at=disk.published_at,
        published_until=disk.published_until,
    )


def _make_gap(event: Event) -> Gap:
    return Gap(event.at, event.until or event.at)


def group_hours(moments: Iterable[datetime]) -> list[ScraperHour]:
    """The hours with a scrape, as the measure table `scraper_hours` has them; `moments` are in order."""
    hours = (list(group) for _, group in groupby(moments, key=_floor_hour))
    return [ScraperHour(hour[0], hour[-1]) for hour in hours]


def _floor_hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
