"""Scrapes → history: one torrent's scrapes put right, and the intervals between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, pairwise

from testkit.oracle.records import (
    LONG_INTERVAL,
    MIN_SCRAPES_OF_RESET,
    Scrape,
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
    """One a clean scrape: the time before it."""
    count_drops: int
    resets: int
    zero_dropouts: int

    @property
    def is_late(self) -> bool:
        return bool(self.intervals) and self.intervals[0].is_long


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


def find_drops(counts: Sequence[int]) -> list[int]:
    """The positions of the counts that are less than the one before."""
    return [position for position in range(1, len(counts)) if counts[position] < counts[position - 1]]


def find_reset(counts: Sequence[int]) -> int | None:
    """The position of the first count after a counter reset: under half the maximum, for good, over three scrapes."""
    if not (drops := find_drops(counts)):
        return None
    last = drops[-1]
    before, after = max(counts[:last]), counts[last:]
    is_true = 2 * after[0] < before and len(after) >= MIN_SCRAPES_OF_RESET and max(after) < before
    return last if is_true else None


def accumulate_counts(counts: Sequence[int]) -> list[int]:
    """The running maximum; a counter reset's first count is a new baseline that adds nothing."""
    reset = find_reset(counts)
    if reset is None:
        return list(accumulate(counts, max))
    before = list(accumulate(counts[:reset], max))
    return before + [before[-1] + count - counts[reset] for count in counts[reset:]]


def build_intervals(published: datetime, scrapes: Sequence[Scrape]) -> Iterator[Interval]:
    """What each scrape adds, since the scrape before; a first scrape that is not after publication is an instant."""
    if not scrapes:
        return
    starts = [min(published, scrapes[0].at), *(scrape.at for scrape in scrapes)]
    totals = [0, *accumulate_counts([scrape.downloads for scrape in scrapes])]
    for (start, end), (before, after) in zip(pairwise(starts), pairwise(totals), strict=True):
        yield Interval(start, end, after - before)


def build_history(published: datetime, scrapes: Iterable[Scrape]) -> History:
    """Clean one torrent's scrapes and say what was wrong with them."""
    raw = sort_scrapes(scrapes)
    clean = remove_zero_dropouts(raw)
    counts = [scrape.downloads for scrape in clean]
    resets = int(find_reset(counts) is not None)
    return History(
        published=published,
        raw=tuple(raw),
        clean=tuple(clean),
        intervals=tuple(build_intervals(published, clean)),
        count_drops=len(find_drops(counts)) - resets,
        resets=resets,
        zero_dropouts=len(raw) - len(clean),
    )
