"""The usual decay of downloads with age, measured from the torrents that were scraped from the start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from testkit.oracle.history import (
    History,
)
from testkit.oracle.records import (
    DAY,
    HOUR,
    HOURLY_BINS,
    LONG_INTERVAL,
)


def find_bin(age: timedelta) -> int:
    """The age bin: 0 to 47 are hours, 48 is the third day, and so on."""
    return age // HOUR if age < LONG_INTERVAL else HOURLY_BINS + (age - LONG_INTERVAL) // DAY


def find_bin_start(number: int) -> timedelta:
    """The age at which bin `number` begins."""
    return min(number, HOURLY_BINS) * HOUR + max(number - HOURLY_BINS, 0) * DAY


@dataclass(frozen=True, slots=True)
class AgeSpan:
    """A span of ages within one bin."""

    number: int
    start: timedelta
    end: timedelta

    @property
    def hours(self) -> float:
        return (self.end - self.start) / HOUR


def split_at_bins(start: timedelta, end: timedelta) -> Iterator[AgeSpan]:
    """Cut a span of ages at the edges of the bins."""
    while start < end:
        number = find_bin(start)
        until = min(end, find_bin_start(number + 1))
        yield AgeSpan(number, start, until)
        start = until


@dataclass(frozen=True, slots=True)
class DecayCurve:
    """Downloads per torrent-hour at risk, by age bin; empty when no torrent was watched from the start."""

    rates: tuple[float, ...]

    def rate(self, number: int) -> float:
        """The rate of a bin; beyond the oldest age measured, the last rate goes on."""
        return self.rates[min(number, len(self.rates) - 1)] if self.rates else 0.0


def measure_decay(histories: Iterable[History]) -> DecayCurve:
    """Measure the usual decay from the torrents whose first scrape came within 48 h; ages before 0 are not counted."""
    downloads: defaultdict[int, float] = defaultdict(float)
    hours: defaultdict[int, float] = defaultdict(float)
    for history in histories:
        if not history.is_watched:
            continue
        for interval in history.intervals:
            start, end = interval.start - history.published, interval.end - history.published
            for span in split_at_bins(max(start, timedelta(0)), end):
                downloads[span.number] += interval.downloads * ((span.end - span.start) / (end - start))
        # Watched it was from publication to the last scrape, also where a count is not believed.
        for span in split_at_bins(timedelta(0), history.clean[-1].at - history.published):
            hours[span.number] += span.hours
    # Each torrent is at risk from age 0 on, so the bins have no gap.
    return DecayCurve(tuple(downloads[number] / hours[number] for number in range(len(hours))))
