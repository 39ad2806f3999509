"""Days → weeks → ranks, and which weeks can still change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from nyaastats.domain.shows import AniListId
from testkit.oracle.days import Series, find_midnight
from testkit.oracle.records import HOUR, DayCount, Facts, WeekCount, WeekStatus, to_seconds

WEEK = timedelta(weeks=1)


def list_begun_weeks(facts: Facts) -> list[date]:
    """The chart's weeks of which now is an hour in."""
    return [monday for monday in facts.weeks if find_midnight(monday) + HOUR <= facts.now]


def describe_weeks(facts: Facts, all_series: Iterable[Series]) -> dict[date, WeekStatus]:
    """A week is settled when it is over and no tail reaches into it; a tail ends with its show."""
    tails = [(series.tail.start, facts.last_days[series.torrent.anilist_id]) for series in all_series if series.tail]
    weeks = {}
    for monday in list_begun_weeks(facts):
        end = find_midnight(monday + WEEK)
        is_complete = facts.now >= end
        is_reached = any(start < to_seconds(end) and monday <= last_day for start, last_day in tails)
        weeks[monday] = WeekStatus(is_complete, is_complete and not is_reached)
    return weeks


def build_show_weeks(
    episode_days: Mapping[tuple[AniListId, int, date], DayCount], mondays: Iterable[date]
) -> dict[tuple[date, AniListId], WeekCount]:
    """Downloads a show and chart week; nothing for nothing."""
    chart = set(mondays)
    downloads: Counter[tuple[date, AniListId]] = Counter()
    estimated: Counter[tuple[date, AniListId]] = Counter()
    for (show, _, day), count in episode_days.items():
        monday = day - timedelta(days=day.weekday())
        if monday in chart:
            downloads[monday, show] += count.downloads
            estimated[monday, show] += count.estimated
    return {key: WeekCount(number, estimated[key]) for key, number in downloads.items() if number > 0}


def rank_shows(show_weeks: Mapping[tuple[date, AniListId], WeekCount]) -> dict[tuple[date, AniListId], int]:
    """Rank 1 has the most downloads of its week; ties go to the lower id."""
    ranks: dict[tuple[date, AniListId], int] = {}
    last: Counter[date] = Counter()
    for (monday, show), _ in sorted(show_weeks.items(), key=lambda item: (-item[1].downloads, item[0])):
        last[monday] += 1
        ranks[monday, show] = last[monday]
    return ranks
