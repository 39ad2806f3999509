"""The first 7 and 28 days of each episode, and what follows: hold, late share, the class by the premiere's size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

from nyaastats.domain.shows import AniListId
from testkit.oracle.calendar import DAY
from testkit.oracle.days import group_episodes
from testkit.oracle.records import DayCount
from testkit.oracle.year import Year

PREMIERE = 1
LEAST_SHOWS = 5
Episode = tuple[AniListId, int]


@dataclass(frozen=True, slots=True)
class FirstDays:
    """An episode's first days; None where they are not over, or the show ends within them."""

    first_day: date
    downloads_7: int | None
    estimated_7: int | None
    downloads_28: int | None
    estimated_28: int | None


@dataclass(frozen=True, slots=True)
class EpisodeLine:
    """An episode on its show's page."""

    episode: int
    downloads_7: int | None
    estimated_7: int | None
    downloads_28: int | None
    estimated_28: int | None
    hold: float | None
    late_share: float | None
    by_class: float | None


@dataclass(frozen=True, slots=True)
class ClassMedian:
    """What is usual for an episode of a class."""

    episode: int
    shows: int
    downloads: float


@dataclass(frozen=True, slots=True)
class SizeClass:
    """The shows with as large a premiere."""

    from_downloads: int
    to_downloads: int
    shows: int
    medians: list[ClassMedian]


@dataclass(frozen=True, slots=True)
class ShowLine:
    """A show's first days."""

    hold: float | None
    late_share: float | None
    premiere_class: SizeClass | None
    episodes: list[EpisodeLine]


@cache
def list_days(year: Year) -> dict[Episode, dict[date, DayCount]]:
    """The days of each episode."""
    days: defaultdict[Episode, dict[date, DayCount]] = defaultdict(dict)
    for (show, episode, day), count in sorted(year.answer.episode_days.items()):
        days[show, episode][day] = count
    return days


@cache
def list_first_days(year: Year) -> dict[Episode, FirstDays]:
    """Of every episode with a day, in order."""
    episodes = group_episodes(year.measured.series)
    firsts = {key: min(series.torrent.published for series in episodes[key]).date() for key in list_days(year)}
    return {
        key: FirstDays(first, *sum_first(year, key, first, 7), *sum_first(year, key, first, 28))
        for key, first in firsts.items()
    }


def sum_first(year: Year, key: Episode, first: date, days: int) -> tuple[int | None, int | None]:
    """The downloads up to the end of so many days, and the estimated ones; a day before the first counts to them."""
    end = first + days * DAY
    if year.facts.now.date() < end or year.facts.last_days[key[0]] < end - DAY:
        return None, None
    counts = [count for day, count in list_days(year)[key].items() if day < end]
    return sum(count.downloads for count in counts), sum(count.estimated for count in counts)


def divide(part: Fraction | int | None, whole: Fraction | int | None) -> float | None:
    """The quotient to four decimals."""
    return None if part is None or not whole else round(float(Fraction(part) / Fraction(whole)), 4)


def find_size(downloads: int) -> int:
    """The power of two from which its class begins."""
    size = 1
    while 2 * size <= downloads:
        size *= 2
    return size


def find_classes(firsts: dict[Episode, FirstDays]) -> dict[AniListId, int]:
    """The class of each show whose premiere's first 7 days are over, and not without a download."""
    return {
        show: find_size(line.downloads_7)
        for (show, episode), line in firsts.items()
        if episode == PREMIERE and line.downloads_7
    }


def find_median(numbers: Iterable[int]) -> Fraction:
    """The number in the middle, or half of the two there."""
    ordered = sorted(numbers)
    count = len(ordered)
    return Fraction(ordered[(count - 1) // 2] + ordered[count // 2], 2)


def build_class(firsts: dict[Episode, FirstDays], size: int) -> SizeClass:
    """A class as it stands."""
    shows = {show for show, own in find_classes(firsts).items() if own == size}
    medians = []
    for number in sorted({episode for show, episode in firsts if show in shows}):
        totals = [firsts[show, number].downloads_7 for show in shows if (show, number) in firsts]
        over = [total for total in totals if total is not None]
        if len(over) >= LEAST_SHOWS:
            medians.append(ClassMedian(number, len(over), float(find_median(over))))
    return SizeClass(size, 2 * size - 1, len(shows), medians)


def find_late_share(lines: Iterable[FirstDays]) -> float | None:
    """Of the first 28 days that are over, what came after the 7th."""
    over = [(line.downloads_7 or 0, line.downloads_28) for line in lines if line.downloads_28 is not None]
    return divide(sum(whole - early for early, whole in over), sum(whole for _, whole in over))


def build_episode(number: int, own: dict[int, FirstDays], medians: dict[int, Fraction]) -> EpisodeLine:
    """One line."""
    line, before = own[number], own.get(number - 1)
    return EpisodeLine(
        number,
        line.downloads_7,
        line.estimated_7,
        line.downloads_28,
        line.estimated_28,
        hold=divide(line.downloads_7, before.downloads_7 if before else None),
        late_share=find_late_share([line]),
        by_class=divide(line.downloads_7, medians.get(number)),
    )


def build_show_lines(year: Year) -> dict[AniListId, ShowLine]:
    """Every show with a day."""
    firsts = list_first_days(year)
    classes = find_classes(firsts)
    sizes = {size: build_class(firsts, size) for size in set(classes.values())}
    lines = {}
    for id_ in year.shown:
        own = {episode: line for (show, episode), line in firsts.items() if show == id_}
        size = sizes[classes[id_]] if id_ in classes else None
        medians = {each.episode: Fraction(each.downloads) for each in size.medians} if size else {}
        episodes = [build_episode(number, own, medians) for number in own]
        hold = next((line.hold for line in episodes if line.episode == PREMIERE + 1), None)
        lines[id_] = ShowLine(hold, find_late_share(own.values()), size, episodes)
    return lines
