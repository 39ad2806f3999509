"""What is generated: which shows of which seasons, published and scraped from when until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from nyaastats.domain.calendar import EARLY_PREMIERES, Season, Week
from nyaastats.domain.shows import AniListId
from nyaastats.synthetic.facts import (
    FIRST_PUBLISHED,
    SEASON,
    ShowFacts,
    list_seasons_with_facts,
    read_facts,
    season_facts,
)
from nyaastats.synthetic.scrape_times import FALL_UPTIME, Uptime

JAPAN = timezone(timedelta(hours=9))
"""AniList's dates are local ones."""
POST_AIRING_WEEKS = 4
"""A torrent counts until so many weeks after the week of its show's last broadcast."""
LAST_CHART_WEEKS = 9
"""So many weeks of the last season are in the data."""
_STOP = time(6)
"""The scraper stops on a Monday at this time, UTC: the week before is complete, and still provisional."""
_YOUNGEST = timedelta(hours=6)
"""Younger torrents are left out: each has been scraped, and the last week has all of its own."""
_OUTAGE = timedelta(days=24, hours=6), timedelta(days=26, hours=6)
"""Each season the scraper is down for two days, so long after its start."""


@dataclass(frozen=True, slots=True)
class RankedFacts:
    """A show and its rank among those of its season's file; rank 0 is the most popular."""

    fact: ShowFacts
    rank: int


@dataclass(frozen=True, slots=True)
class Scenario:
    """The shows, and the span of time."""

    seasons: tuple[Season, ...]
    lists: tuple[tuple[RankedFacts, ...], ...]
    """The shows of each file of facts, the hostile ones included; no show is in two."""
    first_published: datetime
    """Torrents from before it are left out,"""
    last_published: datetime
    """and so are those from this moment on."""
    counted_from: datetime
    """Torrents from before it are excluded as too early."""
    last_days: Mapping[AniListId, date]
    """The last day on which a torrent of each show counts; shows without one always do."""
    uptime: Uptime
    is_year: bool
    """Films are as popular as their rank says, a group releases weeks late, AniList has ratings. Not in the one season:
    there it is all as tests and benchmarks know it, byte for byte."""

    @property
    def until(self) -> datetime:
        """When the scraper stops."""
        return self.uptime.until

    @property
    def shows(self) -> Iterator[RankedFacts]:
        """Those of all lists."""
        return (show for shows in self.lists for show in shows)

    @property
    def facts(self) -> tuple[ShowFacts, ...]:
        """Of all shows."""
        return tuple(show.fact for show in self.shows)

    @property
    def series(self) -> tuple[ShowFacts, ...]:
        """Of the shows that are ranked."""
        return tuple(fact for fact in self.facts if fact.format.is_series)


def _rank(facts: Iterable[ShowFacts]) -> tuple[RankedFacts, ...]:
    return tuple(RankedFacts(fact, rank) for rank, fact in enumerate(facts))


def find_last_day(fact: ShowFacts) -> date:
    """The Sunday four weeks after the week in which the show ends, as `domain.eligibility` has it."""
    last = fact.airings[-1].at
    # AniList's end date is Japan's: after a broadcast late on a Sunday it is a day later.
    week = Week.of(max(last.date(), last.astimezone(JAPAN).date()))
    return week.later(POST_AIRING_WEEKS).end - timedelta(days=1)


def make_season() -> Scenario:
    """The one season, Fall 2025: too early and too late are what they are when this season is ranked."""
    return Scenario(
        seasons=(SEASON,),
        lists=(_rank(season_facts()),),
        first_published=FIRST_PUBLISHED,
        last_published=FALL_UPTIME.until - timedelta(days=2),
        counted_from=SEASON.considered_from,
        last_days={fact.id: find_last_day(fact) for fact in season_facts()},
        uptime=FALL_UPTIME,
        is_year=False,
    )


FALL_2025 = make_season()


def make_year(seasons: Sequence[Season]) -> Scenario:
    """Some seasons in a row, as a collector has them that began two weeks before the first; InputError without facts.

    It stops in the tenth week of the last. A torrent of any show counts until four weeks after the show's last
    broadcast.
    """
    start, until = seasons[0].start - EARLY_PREMIERES, _compute_end(seasons[-1])
    lists = tuple(_list_shows(seasons, start))
    return Scenario(
        seasons=tuple(seasons),
        lists=lists,
        first_published=start,
        last_published=until - _YOUNGEST,
        counted_from=start,
        last_days={show.fact.id: find_last_day(show.fact) for shows in lists for show in shows},
        uptime=Uptime(until, tuple(_list_outages(seasons, until))),
        is_year=True,
    )


def _compute_end(season: Season) -> datetime:
    monday = Week.of(season.start.date()).later(LAST_CHART_WEEKS).start
    return datetime.combine(monday, _STOP, season.start.tzinfo)


def _list_outages(seasons: Sequence[Season], until: datetime) -> Iterator[tuple[datetime, datetime]]:
    for season in seasons:
        down, up = (season.start + after for after in _OUTAGE)
        if up < until:
            yield down, up


def _list_shows(seasons: Sequence[Season], start: datetime) -> Iterator[tuple[RankedFacts, ...]]:
    """The shows of each season, and of the seasons before it those that are still on the air at the start.

    A show in several files is taken from the earliest, with its rank there.
    """
    earlier = (season for season in list_seasons_with_facts() if season.start < seasons[0].start)
    seen: set[AniListId] = set()
    for season in (*earlier, *seasons):
        shows = [show for show in _rank(read_facts(season)) if show.fact.id not in seen]
        seen.update(show.fact.id for show in shows)
        yield tuple(show for show in shows if season in seasons or show.fact.airings[-1].at >= start)
