"""Seasons and ISO 8601 weeks, defined once for all stages. Everything is UTC."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from nyaastats.errors import InputError

# A few shows begin days before their season, and some first episodes are streamed a week or two ahead.
EARLY_PREMIERES = timedelta(days=14)
"""How long before the season's start a torrent may be published and still count."""


MIN_BEGUN = timedelta(hours=1)
"""How much of a day or week must have passed for it to be there: seconds after midnight nothing can be said of it."""


MIN_TRACKED_HOURS = 3
"""In how many hours of a week torrents must have been scraped for data to begin with it."""


class Quarter(StrEnum):
    """A season of the broadcast year, as AniList's `MediaSeason` spells it."""

    WINTER = "WINTER"
    SPRING = "SPRING"
    SUMMER = "SUMMER"
    FALL = "FALL"

    @property
    def first_month(self) -> int:
        """1, 4, 7 or 10."""
        return _FIRST_MONTHS[self]


_QUARTERS = tuple(Quarter)
_FIRST_MONTHS = {quarter: 1 + 3 * place for place, quarter in enumerate(Quarter)}


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO 8601 week: `2025-W40` begins on Monday 2025-09-29."""

    start: date

    def __post_init__(self) -> None:
        if self.start.isoweekday() != 1:
            msg = f"{self.start!r} is not a Monday"
            raise ValueError(msg)

    @classmethod
    def of(cls, day: date) -> Week:
        """The week that `day` falls in."""
        return cls(date(day.year, day.month, day.day) - timedelta(days=day.weekday()))

    @classmethod
    def parse(cls, label: str) -> Week:
        """Read `2025-W40`; raise InputError otherwise."""
        if not (match := re.fullmatch(r"(\d{4})-W(\d{2})", label)):
            msg = f"{label!r} is not an ISO week: write it like 2025-W40"
            raise InputError(msg)
        try:
            return cls(date.fromisocalendar(int(match[1]), int(match[2]), 1))
        except ValueError as error:
            msg = f"{label!r} is not an ISO week: {error}"
            raise InputError(msg) from error

    @property
    def end(self) -> date:
        """The Monday after: the first day that is no longer in the week."""
        return self.start + timedelta(weeks=1)

    def later(self, weeks: int) -> Week:
        """The week `weeks` weeks after this one."""
        return Week(self.start + timedelta(weeks=weeks))

    def __str__(self) -> str:
        # The week's year is not always that of its Monday: 2024-12-30 begins 2025-W01 (ISO 8601).
        year, week, _ = self.start.isocalendar()
        return f"{year:04}-W{week:02}"


def list_weeks(first: Week, last: Week) -> tuple[Week, ...]:
    """Every week from `first` to `last`, both included; empty when `last` is earlier."""
    return tuple(first.later(number) for number in range((last.start - first.start).days // 7 + 1))


@dataclass(frozen=True, slots=True)
class Season:
    """A quarter of a year in which shows begin to air: `fall-2025`."""

    year: int
    quarter: Quarter

    @classmethod
    def parse(cls, text: str) -> Season:
        """Read `fall-2025`; raise InputError otherwise."""
        match = re.fullmatch(r"(winter|spring|summer|fall)-(\d{4})", text.strip().casefold())
        if not match or not 1 < int(match[2]) < date.max.year:
            msg = f"{text!r} is not a season: write it like fall-2025 (winter, spring, summer or fall)"
            raise InputError(msg)
        return cls(int(match[2]), Quarter(match[1].upper()))

    @classmethod
    def of(cls, day: date) -> Season:
        """The season that `day` falls in."""
        return cls(day.year, _QUARTERS[(day.month - 1) // 3])

    @property
    def next(self) -> Season:
        """The season after this one."""
        return Season.of(self.end)

    @property
    def start(self) -> datetime:
        """The first moment of the season."""
        return datetime(self.year, self.quarter.first_month, 1, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """The first moment after the season."""
        if self.quarter is Quarter.FALL:
            return datetime(self.year + 1, 1, 1, tzinfo=UTC)
        return datetime(self.year, self.quarter.first_month + 3, 1, tzinfo=UTC)

    @property
    def considered_from(self) -> datetime:
        """Torrents published earlier are left out; early premieres are not."""
        return self.start - EARLY_PREMIERES

    @property
    def last_week(self) -> Week:
        """The week of the season's last day."""
        return Week.of((self.end - timedelta(days=1)).date())

    def touches(self, week: Week) -> bool:
        """Whether a day of the season lies in the week."""
        return Week.of(self.start.date()) <= week <= self.last_week

    # A season begins on the first of a month, seldom on a Monday: its first week is also the last of the season before.
    def list_chart_weeks(self, post_airing_weeks: int) -> tuple[Week, ...]:
        """The weeks that touch the span from the start to `post_airing_weeks` after the end."""
        last_moment = self.end + timedelta(weeks=post_airing_weeks) - timedelta(microseconds=1)
        return list_weeks(Week.of(self.start.date()), Week.of(last_moment.date()))

    @property
    def slug(self) -> str:
        """`fall-2025`, as arguments and folders spell it."""
        return f"{self.quarter.lower()}-{self.year:04}"

    def __str__(self) -> str:
        return f"{self.quarter.capitalize()} {self.year}"


def list_seasons(first: Season, last: Season) -> tuple[Season, ...]:
    """Every season from `first` to `last`, both included; empty when `last` is earlier."""
    seasons = (Season(year, quarter) for year in range(first.year, last.year + 1) for quarter in Quarter)
    return tuple(season for season in seasons if first.start <= season.start <= last.start)


def find_current_season(data_until: datetime) -> Season:
    """The season of the newest complete week: the one in which its Thursday lies, as ISO 8601 finds a week's year."""
    newest = Week.of(data_until.date()).later(-1)
    return Season.of(newest.start + timedelta(days=3))


def list_tracked_seasons(scraped_hours: Sequence[datetime]) -> tuple[Season, ...]:
    """The seasons that scrapes in these hours, at least one, touch, up to the current one.

    A scraper that begins in the two weeks before a season begins with that season: its first episodes may come early.
    Weeks with hardly a scrape are no beginning: a clock that was wrong for one run would ask for seasons of years ago.
    """
    current = find_current_season(max(scraped_hours))
    weeks = Counter(Week.of(hour.date()) for hour in scraped_hours)
    first_week = min((week for week, hours in weeks.items() if hours >= MIN_TRACKED_HOURS), default=min(weeks))
    first = min(hour for hour in scraped_hours if hour.date() >= first_week.start)
    return list_seasons(Season.of(first + EARLY_PREMIERES), current) or (current,)


def find_upcoming_season(current: Season, data_until: datetime) -> Season | None:
    """The season after the current one once its early premieres may be there; None before.

    It has no chart of its own until its first week is complete, but a week's chart has all its series: a show that came
    early would else be missing from the chart on its Monday, and appear in it weeks later.
    """
    return current.next if data_until >= current.next.considered_from else None


@dataclass(frozen=True, slots=True)
class SeasonSpan:
    """The seasons of a run, one after the other, and how long their shows count."""

    seasons: tuple[Season, ...]
    """At least one."""
    post_airing_weeks: int
    """How many weeks a show counts after its last broadcast."""
    upcoming: Season | None = None
    """The season after these where its first shows may have come already: they count, and have no season yet."""

    @property
    def counted_seasons(self) -> tuple[Season, ...]:
        """The seasons whose shows count."""
        return self.seasons if self.upcoming is None else (*self.seasons, self.upcoming)

    @property
    def current(self) -> Season:
        """The newest of the seasons."""
        return self.seasons[-1]

    @property
    def considered_from(self) -> datetime:
        """Torrents published earlier are left out."""
        return self.seasons[0].considered_from

    def list_weeks(self) -> tuple[Week, ...]:
        """The weeks from the first season's first to the last one's last."""
        first, last = (season.list_chart_weeks(self.post_airing_weeks) for season in (self.seasons[0], self.current))
        return list_weeks(first[0], last[-1])

    def __str__(self) -> str:
        first, last = self.seasons[0], self.current
        return str(first) if first == last else f"{first} to {last}"


def parse_seasons(text: str) -> tuple[Season, ...]:
    """Read `fall-2025`, or `summer-2025..winter-2026`, the earlier first; raise InputError otherwise."""
    first, dots, last = text.partition("..")
    seasons = list_seasons(Season.parse(first), Season.parse(last if dots else first))
    if not seasons:
        msg = f"{text!r} ends before it begins: name the earlier season first, like {last}..{first}"
        raise InputError(msg)
    return seasons
