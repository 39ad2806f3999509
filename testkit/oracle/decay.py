"""The decay curve: how downloads come with age, measured from the torrents that were scraped from the start.

Ages are seconds since publication. The curve F is in billionths of what a torrent has in its first 48 hours, its unit.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from testkit.oracle.history import History
from testkit.oracle.records import MILLION, round_half_up

HOUR = 3_600
DAY = 24 * HOUR
WEEK = 7 * DAY
TWO_DAYS = 48 * HOUR
THIRTY_DAYS = 30 * DAY
LEAST_UNIT = 50 * MILLION
"""Fewer downloads in its first 48 hours say nothing of how they come, in millionths."""
BILLION = 1_000_000_000


def find_bin(age: int) -> int:
    """The bin of an age: 48 hours, then 28 days, then weeks."""
    if age < TWO_DAYS:
        return age // HOUR
    if age < THIRTY_DAYS:
        return 48 + (age - TWO_DAYS) // DAY
    return 76 + (age - THIRTY_DAYS) // WEEK


@cache
def find_bin_start(number: int) -> int:
    """The age at which a bin begins."""
    hours, days, weeks = min(number, 48), min(max(number - 48, 0), 28), max(number - 76, 0)
    return hours * HOUR + days * DAY + weeks * WEEK


@dataclass(frozen=True, slots=True)
class AgeSpan:
    """A span of ages within one bin."""

    number: int
    start: int
    end: int

    @property
    def seconds(self) -> int:
        return self.end - self.start


def split_at_bins(start: int, end: int) -> Iterator[AgeSpan]:
    """Cut a span of ages at the edges of the bins; what is before publication is in none."""
    start = max(start, 0)
    while start < end:
        number = find_bin(start)
        until = min(end, find_bin_start(number + 1))
        yield AgeSpan(number, start, until)
        start = until


@dataclass(frozen=True, slots=True)
class Growth:
    """What a count grew by between two ages."""

    start: int
    end: int
    downloads: int

    def count_until(self, age: int, unit: int) -> int:
        """Billionths of a unit, in millionths of a download, that had come by an age: a half upwards."""
        if age >= self.end:
            part, whole = BILLION * MILLION * self.downloads, unit
        else:
            part = BILLION * MILLION * self.downloads * max(age - self.start, 0)
            whole = unit * (self.end - self.start)
        return (2 * part + whole) // (2 * whole)

    def measure_until(self, age: int) -> Fraction:
        """How much of it had come by an age, even in time."""
        if age >= self.end:
            return Fraction(self.downloads)
        if age <= self.start or not self.downloads:
            return Fraction(0)
        return Fraction(self.downloads * (age - self.start), self.end - self.start)


@dataclass(frozen=True, slots=True)
class WatchedTorrent:
    """A torrent that was scraped from the start and that nothing is wrong with."""

    growth: tuple[Growth, ...]
    last_age: int
    """At its last scrape."""

    @property
    def unit(self) -> int:
        """Its downloads in its first 48 hours, in millionths."""
        return round_half_up(MILLION * sum(growth.measure_until(TWO_DAYS) for growth in self.growth))

    def vote(self) -> Counter[int]:
        """Billionths of its unit by bin; what has come is rounded at each edge of a bin, a half upwards."""
        billionths: Counter[int] = Counter()
        unit = self.unit
        for growth in self.growth:
            before = growth.count_until(max(growth.start, 0), unit)
            for span in split_at_bins(growth.start, growth.end):
                until = growth.count_until(span.end, unit)
                billionths[span.number] += until - before
                before = until
        return billionths


def select_watched(history: History) -> WatchedTorrent | None:
    """The torrent as one that the curve is measured from, or None."""
    if not history.clean or not history.is_faultless:
        return None
    first, last = (history.find_age(scrape.at) for scrape in (history.clean[0], history.clean[-1]))
    if first > TWO_DAYS or last < TWO_DAYS:
        return None
    growth = (
        Growth(history.find_age(interval.start), history.find_age(interval.end), interval.downloads)
        for interval in history.intervals
    )
    torrent = WatchedTorrent(tuple(growth), last)
    return torrent if torrent.unit >= LEAST_UNIT else None


@dataclass(frozen=True, slots=True)
class DecayCurve:
    """F, by the bins; without a bin nothing was measured, and F is 0 everywhere. Within a week it is even by hours."""

    rates: tuple[float, ...] = ()
    """Billionths of a unit a second."""
    before: tuple[int, ...] = ()
    """Billionths before each bin."""
    by_hour: dict[tuple[int, int], int] = field(default_factory=dict, repr=False, compare=False)
    """What comes in a bin of a week until an hour in it: asked for so often that it is kept."""
    splits: dict[object, list[tuple[int, int]]] = field(default_factory=dict, repr=False, compare=False)
    """What lies along the curve, by day: kept likewise."""

    def measure_until(self, age: int) -> float:
        """F(age): what had come by an age. After the last bin its last rate goes on."""
        if age <= 0 or not self.rates:
            return 0.0
        number = min(find_bin(age), len(self.rates) - 1)
        if find_bin_start(number) < THIRTY_DAYS:
            return self.before[number] + self.rates[number] * (age - find_bin_start(number))
        hour = min(age, find_bin_start(number + 1) - 1) // HOUR
        begin, end = (self.look_up(number, edge) for edge in (hour, hour + 1))
        return self.before[number] + begin + (end - begin) / HOUR * (age - hour * HOUR)

    def look_up(self, number: int, hour: int) -> int:
        """What `measure_in_week` says of a full hour."""
        if (number, hour) not in self.by_hour:
            self.by_hour[number, hour] = self.measure_in_week(number, hour * HOUR)
        return self.by_hour[number, hour]

    def measure_in_week(self, number: int, age: int) -> int:
        """What comes in a bin of a week until an age in it: in inverse proportion to the age, so with its logarithm."""
        start, end = find_bin_start(number), find_bin_start(number + 1)
        return round_half_up(self.rates[number] * WEEK * math.log(age / start) / math.log(end / start))


def measure_decay(watched: Iterable[WatchedTorrent]) -> DecayCurve:
    """The rate of each bin is what came in it, by the time for which somebody looked."""
    billionths: Counter[int] = Counter()
    seconds: Counter[int] = Counter()
    for torrent in watched:
        billionths.update(torrent.vote())
        for span in split_at_bins(0, torrent.last_age):
            seconds[span.number] += span.seconds
    # Each was watched from age 0 on, so the bins have no gap.
    rates = tuple(billionths[number] / seconds[number] for number in range(len(seconds)))
    before = [0]
    for number, rate in enumerate(rates):
        width = find_bin_start(number + 1) - find_bin_start(number)
        before.append(before[-1] + round_half_up(rate * width))
    return DecayCurve(rates, tuple(before[:-1]))
