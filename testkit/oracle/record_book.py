"""Records by brute force: after each week they are found anew in all the numbers up to it, and then compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from testkit.oracle.calendar import WEEK, label_week
from testkit.oracle.record_numbers import KINDS, Holder, Number, list_numbers, list_record_charts
from testkit.oracle.year import Year

GROWING = ("longest_reign", "most_weeks_at_first", "most_weeks_in_top_10", "most_weeks_second")


@dataclass(frozen=True, slots=True)
class Entry:
    """A value, and who reached it."""

    value: int
    holders: list[Holder]


@dataclass(frozen=True, slots=True)
class Record:
    """A kind of record as it stands."""

    kind: str
    unit: str
    value: int
    holders: list[Holder]
    since_week: str
    baseline: bool
    former: Entry | None
    runner_up: Entry | None


@dataclass(frozen=True, slots=True)
class Change:
    """What a week did to a record."""

    kind: str
    unit: str
    change: str
    value: int
    holders: list[Holder]
    former: Entry | None


@dataclass(frozen=True, slots=True)
class Book:
    """The numbers of one kind, and who was first in each complete week."""

    kind: str
    numbers: Sequence[Number]
    leaders: dict[date, object]

    def find_best(self, until: date, leaders_until: date, without: Iterable[object] = ()) -> list[Number]:
        """The best numbers up to a week: of each who has one the first, in the order in which they were reached."""
        excluded = set(without)
        if self.kind == "most_weeks_second":
            excluded |= {show for monday, show in self.leaders.items() if monday <= leaders_until}
        pool = [number for number in self.numbers if number.monday <= until and number.key not in excluded]
        best = max((number.score for number in pool), default=None)
        firsts: dict[object, Number] = {}
        for number in pool:
            if number.score == best:
                firsts.setdefault(number.key, number)
        return list(firsts.values())

    def stand(self, monday: date) -> list[Number]:
        """The record after a week."""
        return self.find_best(monday, monday)

    def stand_before(self, monday: date) -> list[Number]:
        """What the numbers of a week meet: the record of the weeks before, without who lost it by this week's first."""
        return self.find_best(monday - WEEK, monday)

    def list_going_on(self, monday: date) -> list[Number]:
        """Those who held the record before and hold it now, with the same count grown."""
        now = {number.key: number for number in self.stand(monday)}
        return [
            number
            for number in self.stand_before(monday)
            if self.kind in GROWING and number.key in now and self.is_same_count(number, now[number.key])
        ]

    def is_same_count(self, before: Number, now: Number) -> bool:
        """Whether one grew from the other: a reign is one only while it lasts."""
        grown = (now.monday - before.monday) // timedelta(weeks=1)
        return self.kind != "longest_reign" or now.value - before.value == grown

    def describe(self, monday: date) -> str:
        """What a week did to the record: set, extended, equalled, or nothing."""
        before, now = self.stand_before(monday), self.stand(monday)
        if not any(number.monday == monday for number in now):
            return ""
        if before and before[0].score == now[0].score:
            return "equalled"
        going_on = self.list_going_on(monday)
        return "extended" if before and len(going_on) == len(before) == len(now) else "set"

    def find_start(self, monday: date) -> date:
        """The week in which the record of a week was taken: from it on it was extended and equalled only."""
        first = min(self.leaders)
        while self.describe(monday) != "set" and not self.is_lost(monday) and monday > first:
            monday -= WEEK
        return monday

    def is_lost(self, monday: date) -> bool:
        """Whether all who held the record lost it in a week, by becoming first."""
        held = {number.key for number in self.stand(monday - WEEK)}
        return bool(held) and not held & {number.key for number in self.stand_before(monday)}

    def find_former(self, start: date) -> list[Number]:
        """What a record broke that was taken in a week: who is left behind, else all who held it."""
        before, going_on = self.stand_before(start), self.list_going_on(start)
        if self.is_lost(start) and self.describe(start) != "set":
            return []
        return [number for number in before if number not in going_on] or before


def make_entry(numbers: Sequence[Number]) -> Entry | None:
    return Entry(numbers[0].value, [number.holder for number in numbers]) if numbers else None


@cache
def open_books(year: Year) -> list[Book]:
    """A book a kind."""
    numbers = list_numbers(year)
    leaders: dict[date, object] = {
        chart.start_date: chart.rows[0].anilist_id if chart.rows else None for chart in list_record_charts(year)
    }
    return [Book(kind, [number for number in numbers if number.kind == kind], leaders) for kind in KINDS]


def build_record(book: Book, monday: date) -> Record:
    """A record as of a week in which there is one."""
    now, first = book.stand(monday), label_week(min(book.leaders))
    start = book.find_start(monday)
    return Record(
        kind=book.kind,
        unit=KINDS[book.kind],
        value=now[0].value,
        holders=[number.holder for number in now],
        since_week=label_week(start),
        baseline=all(number.holder.week == first for number in now),
        former=make_entry(book.find_former(start)),
        runner_up=make_entry(book.find_best(monday, monday, [number.key for number in now])),
    )


def build_records(year: Year) -> list[Record]:
    """All records as of the newest complete week."""
    newest = year.list_complete()[-1]
    return [build_record(book, newest) for book in open_books(year) if book.stand(newest)]


def build_change(book: Book, monday: date) -> Change | None:
    """What a week did to a kind of record."""
    change = book.describe(monday)
    if not change:
        return None
    before = book.stand_before(monday)
    held = {number.key for number in before} if change == "equalled" else set()
    reached = [number for number in book.stand(monday) if number.monday == monday and number.key not in held]
    former = before if change == "equalled" else book.find_former(book.find_start(monday))
    return Change(
        book.kind, KINDS[book.kind], change, reached[0].value, [number.holder for number in reached], make_entry(former)
    )


@cache
def build_changes(year: Year) -> dict[date, list[Change]]:
    """By complete week; the first in which anything was ranked sets none."""
    books = open_books(year)
    first, *others = [*books[0].leaders] or [year.mondays[0]]
    changes = {monday: [change for book in books if (change := build_change(book, monday))] for monday in others}
    return {first: [], **changes}
