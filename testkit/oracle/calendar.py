"""Seasons and the weeks of their charts, by the design's words: the weeks that touch a season, and four after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from nyaastats.domain.calendar import Season

POST_AIRING_WEEKS = 4
WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)


def find_monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def label_week(monday: date) -> str:
    """`2025-W40`: the year of ISO 8601 is that of the Thursday."""
    year, number, _ = monday.isocalendar()
    return f"{year}-W{number:02}"


def list_mondays(first: date, last: date) -> list[date]:
    """Of every week from that of `first` to that of `last`."""
    monday, mondays = find_monday(first), []
    while monday <= last:
        mondays.append(monday)
        monday += WEEK
    return mondays


def find_last_day_of_season(season: Season) -> date:
    """31 March, 30 June, 30 September, 31 December."""
    return season.end.date() - DAY


def list_season_mondays(season: Season) -> list[date]:
    """The weeks of a season's chart, those of the future too."""
    return list_mondays(season.start.date(), find_last_day_of_season(season) + POST_AIRING_WEEKS * WEEK)


def list_all_mondays(seasons: Sequence[Season]) -> list[date]:
    """The weeks of all charts together, none left out."""
    return list_mondays(list_season_mondays(seasons[0])[0], list_season_mondays(seasons[-1])[-1])


def list_touched(seasons: Sequence[Season], monday: date) -> list[str]:
    """The seasons of which a day lies in the week."""
    days = [monday + number * DAY for number in range(7)]
    return [season.slug for season in seasons if any(season.start.date() <= day < season.end.date() for day in days)]


def find_current(seasons: Sequence[Season], complete: Sequence[date]) -> str:
    """The season of the newest complete week: that in which its Thursday lies."""
    thursday = max(complete) + 3 * DAY
    return next(season.slug for season in seasons if season.start.date() <= thursday < season.end.date())
