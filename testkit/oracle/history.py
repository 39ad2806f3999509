"""Scrapes → history: one torrent's scrapes put right, and the intervals between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from testkit.oracle.falls import Judged, judge
from testkit.oracle.records import (
    LONG_INTERVAL,
    Scrape,
    to_seconds,
)


@dataclass(frozen=True, slots=True)
class Interval:
    """The time between two scrapes, or from publication to the first one, and what the count grew by."""

    start: datetime
    end: datetime
    downloads: int

    @property
    def is_long(self) -> bool:
        return self.end - self.start > LONG_INTERVAL


@dataclass(frozen=True, slots=True)
class History:
    """One torrent's scrapes, and what they say once they are put right."""

    published: datetime
    raw: tuple[Scrape, ...]
    """One an instant, the oldest first."""
    clean: tuple[Scrape, ...]
    """The same without the zero dropouts."""
    intervals: tuple[Interval, ...]
    """One a counted scrape: the time before it."""
    count_drops: int
    resets: int
    zero_dropouts: int
    spikes: int = 0
    in_doubt: int = 0

    @property
    def is_faultless(self) -> bool:
        """Whether every scrape with evidence counts."""
        return not (self.count_drops or self.resets or self.spikes or self.in_doubt)

    @property
    def total(self) -> int:
        """All downloads."""
        return sum(interval.downloads for interval in self.intervals)

    def find_age(self, moment: datetime) -> int:
        """Seconds since publication."""
        return to_seconds(moment) - to_seconds(self.published)


def sort_scrapes(scrapes: Iterable[Scrape]) -> list[Scrape]:
    """One scrape an instant, the oldest first: of two at one instant the larger count."""
    smallest_first = sorted(scrapes, key=lambda scrape: (scrape.at, scrape.downloads, not scrape.is_all_zero))
    return list({scrape.at: scrape for scrape in smallest_first}.values())


def remove_zero_dropouts(scrapes: Sequence[Scrape]) -> list[Scrape]:
    """Leave out the scrapes of nothing but zeros that come after a larger count."""
    largest_so_far = accumulate((scrape.downloads for scrape in scrapes), max)
    return [
        scrape
        for scrape, largest in zip(scrapes, largest_so_far, strict=True)
        if not (scrape.is_all_zero and largest > 0)
    ]


def build_intervals(published: datetime, judged: Sequence[Judged]) -> Iterator[Interval]:
    """What each counted scrape adds, since the counted one before; a first scrape not after publication is an instant.

    What is left out ends no interval.
    """
    counted = [each for each in judged if each.fate in {"counted", "reset"}]
    start, before = published, 0
    for each in counted:
        grown = 0 if each.fate == "reset" else each.scrape.downloads - before
        yield Interval(min(start, each.scrape.at), each.scrape.at, grown)
        start, before = each.scrape.at, each.scrape.downloads


def build_history(published: datetime, scrapes: Iterable[Scrape], restarts: Sequence[datetime] = ()) -> History:
    """Clean one torrent's scrapes and say what was wrong with them."""
    raw = sort_scrapes(scrapes)
    clean = remove_zero_dropouts(raw)
    judged = judge(published, clean, restarts)
    fates = Counter(each.fate for each in judged)
    return History(
        published=published,
        raw=tuple(raw),
        clean=tuple(clean),
        intervals=tuple(build_intervals(published, judged)),
        count_drops=fates["dip"] + fates["below"],
        resets=fates["reset"],
        zero_dropouts=len(raw) - len(clean),
        spikes=fates["spike"],
        in_doubt=fates["doubt"],
    )
