"""Films: all torrents of one together, by week since its first torrent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nyaastats.domain.shows import AniListId
from testkit.oracle.answer import find_tail_starts
from testkit.oracle.calendar import find_monday, label_week
from testkit.oracle.records import DayCount
from testkit.oracle.year import Year


@dataclass(frozen=True, slots=True)
class Film:
    """A film in films.json: what was measured of it."""

    anilist_id: AniListId
    title: str
    first_torrent_date: date
    torrents: int
    downloads: int
    downloads_estimated: int
    provisional_from: date | None
    first_week: str
    downloads_weekly: list[int]
    downloads_estimated_weekly: list[int]


def list_film_days(year: Year) -> dict[AniListId, dict[date, DayCount]]:
    """The days of each film in the chart's weeks; a film without one is not published."""
    days: dict[AniListId, dict[date, DayCount]] = {}
    for (show, _, day), count in year.films.episode_days.items():
        if find_monday(day) in year.answer.weeks:
            days.setdefault(show, {})[day] = count
    return days


def list_film_mondays(year: Year, days: Mapping[date, DayCount]) -> list[date]:
    """From its first week on the chart to the chart's last week."""
    return [monday for monday in year.mondays if monday >= find_monday(min(days))]


def build_film(year: Year, show: AniListId, days: Mapping[date, DayCount]) -> Film:
    """One film."""
    mondays = list_film_mondays(year, days)
    weeks = [[count for day, count in days.items() if find_monday(day) == monday] for monday in mondays]
    published = [each.torrent.published for each in year.films.series if each.torrent.anilist_id == show]
    start = find_tail_starts(year.films.series).get(show)
    return Film(
        anilist_id=show,
        title=year.get_title(show),
        first_torrent_date=min(published).date(),
        torrents=len(published),
        downloads=sum(count.downloads for count in days.values()),
        downloads_estimated=sum(count.estimated for count in days.values()),
        provisional_from=start.date() if start else None,
        first_week=label_week(mondays[0]),
        downloads_weekly=[sum(count.downloads for count in counts) for counts in weeks],
        downloads_estimated_weekly=[sum(count.estimated for count in counts) for counts in weeks],
    )


def build_films(year: Year) -> list[Film]:
    """All of them, by id."""
    return [build_film(year, show, days) for show, days in sorted(list_film_days(year).items())]
