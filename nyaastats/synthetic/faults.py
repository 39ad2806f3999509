"""The counts that a scraper stores, and tracker faults put into them: zeros, dips, resets, double rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from nyaastats.synthetic.decay import Floats
from nyaastats.synthetic.process import Counts
from nyaastats.synthetic.scrape_times import DAY, HOUR, Indices, Seconds, TorrentTimes

FAULT_SHARES = {"zero": 0.01, "live_zero": 0.005, "dip": 0.01, "reset": 0.005, "twice": 0.002}
"""Share of the torrents with each fault; no torrent has two."""
EXTRA_SHARES = {"two_falls": 0.01, "spike": 0.02, "plateau": 0.01}
"""Likewise of the faults that come only on request."""
MIN_TORRENTS = 3
"""At any scale at least so many torrents have each fault."""
MIN_SCRAPES = 60
MIN_EXPECTED_DOWNLOADS = 200.0
"""Only torrents with so many scrapes and downloads get a fault: a dip in a smaller count would look like noise."""
RESET_DAYS = 3, 20
"""The least and the greatest age at which a tracker loses a torrent's count."""
_MARGIN = 8
"""Scrapes at both ends without faults, so that a fault has right counts before and after it."""


class Fault(StrEnum):
    """What is wrong with a torrent's counts."""

    NONE = ""
    ZERO = "zero"
    """One to three scrapes with 0 seeders, leechers and downloads."""
    LIVE_ZERO = "live_zero"
    """One scrape with 0 downloads, but seeders and leechers."""
    DIP = "dip"
    """One or two scrapes with a count that is a little too low."""
    RESET = "reset"
    """The tracker lost the count and began at 0 again."""
    TWICE = "twice"
    """One scrape is stored twice, its time in two formats."""
    # From here on only on request.
    TWO_FALLS = "two_falls"
    """A reset, and days later another one, with a dip in between."""
    SPIKE = "spike"
    """One scrape with a count of a thousand to a hundred million."""
    PLATEAU = "plateau"
    """Such a count in up to 24 scrapes within 3 days."""


@dataclass(frozen=True, slots=True)
class StoredCounts:
    """What the scraper stored for every scrape, in the order of `scrapes`."""

    scrapes: TorrentTimes
    seeders: Counts
    leechers: Counts
    downloads: Counts


def store_counts(scrapes: TorrentTimes, counts: Counts, published: Seconds) -> StoredCounts:
    """The rows of a scraper without a fault.

    Seeders and leechers are computed from the count and the age. Nothing is measured by them, so a rough shape is
    enough: leechers are gone within days, seeders stay.
    """
    age_days = (scrapes.at - published[scrapes.torrent]) / DAY
    seeders = 1 + np.floor(counts * 0.3 / (1 + age_days / 3)).astype(np.int64)
    leechers = np.floor(counts * 0.2 * np.exp(-1.5 * age_days)).astype(np.int64)
    return StoredCounts(scrapes, seeders, leechers, counts)


def assign_faults(
    scrapes: TorrentTimes, expected_downloads: Floats, published: Seconds, rng: np.random.Generator
) -> NDArray[np.str_]:
    """Draw each torrent's fault; most have none."""
    faults = np.full(len(expected_downloads), Fault.NONE.value, dtype="U9")
    _draw_faults(faults, FAULT_SHARES, _find_eligible(scrapes, expected_downloads, published), expected_downloads, rng)
    return faults


def assign_extra_faults(
    faults: NDArray[np.str_],
    scrapes: TorrentTimes,
    expected_downloads: Floats,
    published: Seconds,
    rng: np.random.Generator,
) -> NDArray[np.str_]:
    """Give some of the torrents without a fault one of those that come only on request."""
    eligible = _find_eligible(scrapes, expected_downloads, published)
    faults = faults.copy()
    _draw_faults(faults, EXTRA_SHARES, eligible[faults[eligible] == Fault.NONE.value], expected_downloads, rng)
    return faults


def _draw_faults(
    faults: NDArray[np.str_],
    shares: Mapping[str, float],
    eligible: Indices,
    expected_downloads: Floats,
    rng: np.random.Generator,
) -> None:
    # One shuffled row of torrents, from which each fault takes its share: none gets two.
    eligible = rng.permutation(eligible)
    for name, share in shares.items():
        count = max(MIN_TORRENTS, round(share * len(expected_downloads)))
        chosen, eligible = eligible[:count], eligible[count:]
        faults[chosen] = name


def _find_eligible(scrapes: TorrentTimes, expected_downloads: Floats, published: Seconds) -> Indices:
    """Torrents that were scraped from the start and for long, and are downloaded enough."""
    count = np.bincount(scrapes.torrent, minlength=len(expected_downloads))
    first_at = scrapes.at[np.searchsorted(scrapes.torrent, np.arange(len(expected_downloads)))]
    # Scraped from the start, so that the counts before a fault are there to compare with.
    is_prompt = first_at - published < 6 * HOUR
    return np.flatnonzero(is_prompt & (count >= MIN_SCRAPES) & (expected_downloads >= MIN_EXPECTED_DOWNLOADS))


def apply_faults(
    counts: StoredCounts, faults: NDArray[np.str_], published: Seconds, rng: np.random.Generator
) -> StoredCounts:
    """The same rows with the faults in them; `counts` itself is not changed."""
    faulty = replace(
        counts,
        seeders=counts.seeders.copy(),
        leechers=counts.leechers.copy(),
        downloads=counts.downloads.copy(),
    )
    for torrent in np.flatnonzero(faults != Fault.NONE.value):
        rows = _find_rows(counts.scrapes, int(torrent))
        _APPLY[Fault(str(faults[torrent]))](faulty, rows, int(published[torrent]), rng)
    return faulty


def _find_rows(scrapes: TorrentTimes, torrent: int) -> slice:
    first, end = np.searchsorted(scrapes.torrent, [torrent, torrent + 1])
    return slice(int(first), int(end))


def _draw_run(rows: slice, max_length: int, rng: np.random.Generator) -> slice:
    """Some scrapes in a row, well inside a torrent's scrapes."""
    start = int(rng.integers(rows.start + _MARGIN, rows.stop - _MARGIN))
    return slice(start, start + int(rng.integers(1, max_length + 1)))


def _apply_zero(counts: StoredCounts, rows: slice, _published: int, rng: np.random.Generator) -> None:
    run = _draw_run(rows, 3, rng)
    counts.seeders[run] = counts.leechers[run] = counts.downloads[run] = 0


def _apply_live_zero(counts: StoredCounts, rows: slice, _published: int, rng: np.random.Generator) -> None:
    counts.downloads[_draw_run(rows, 1, rng)] = 0


def _apply_dip(counts: StoredCounts, rows: slice, _published: int, rng: np.random.Generator) -> None:
    run = _draw_run(rows, 2, rng)
    counts.downloads[run] = counts.downloads[run.start - 1] - int(rng.integers(1, 4))


def _apply_reset(counts: StoredCounts, rows: slice, published: int, rng: np.random.Generator) -> None:
    """From one scrape on, the count is of the downloads since the scrape before it."""
    low, high = (rows.start + np.searchsorted(counts.scrapes.at[rows] - published, days * DAY) for days in RESET_DAYS)
    # A torrent may be too young for the upper bound, or even for the lower one.
    start = int(rng.integers(low, max(low, min(high, rows.stop - _MARGIN)) + 1))
    counts.downloads[start : rows.stop] -= counts.downloads[start - 1]


def _apply_two_falls(counts: StoredCounts, rows: slice, _published: int, rng: np.random.Generator) -> None:
    """Two resets in the first and the last third of the scrapes, and a count that is 1 too low after each."""
    third = (rows.stop - rows.start) // 3
    for first in (rows.start + _MARGIN, rows.stop - third):
        start = int(rng.integers(first, first + third - 2 * _MARGIN))
        counts.downloads[start : rows.stop] -= counts.downloads[start - 1]
        low = start + _MARGIN // 2
        counts.downloads[low] = max(0, counts.downloads[low - 1] - 1)


def _apply_spike(counts: StoredCounts, rows: slice, _published: int, rng: np.random.Generator) -> None:
    # Anywhere, also first and last: that is what a spike is tried with.
    counts.downloads[int(rng.integers(rows.start, rows.stop))] = _draw_absurd(rng)


def _apply_plateau(counts: StoredCounts, rows: slice, _published: int, rng: np.random.Generator) -> None:
    start = int(rng.integers(rows.start, rows.stop))
    at = counts.scrapes.at
    end = min(rows.stop, start + int(rng.integers(2, 25)))
    run = slice(start, start + int((at[start:end] <= at[start] + 3 * DAY).sum()))
    counts.downloads[run] = _draw_absurd(rng)


def _draw_absurd(rng: np.random.Generator) -> int:
    return int(10 ** rng.uniform(3, 8))


def forget_counts(counts: StoredCounts, restarted_at: int) -> StoredCounts:
    """The same rows by a tracker that forgot everything at the moment `restarted_at`, epoch seconds.

    What a torrent had been downloaded by then lies between the counts of the scrapes around it, in proportion to time.
    """
    scrapes, downloads = counts.scrapes, counts.downloads.copy()
    torrents = np.arange(scrapes.torrent.max() + 1)
    ends = np.searchsorted(scrapes.torrent, torrents, side="right")
    for first, end in zip(np.append(0, ends[:-1]).tolist(), ends.tolist(), strict=True):
        at = scrapes.at[first:end]
        later = first + int(np.searchsorted(at, restarted_at))
        if first < later < end:
            share = (restarted_at - scrapes.at[later - 1]) / (scrapes.at[later] - scrapes.at[later - 1])
            missed = int((downloads[later] - downloads[later - 1]) * share)
            # Not below 0: a scrape with a fault may hold less than was forgotten.
            downloads[later:end] = np.maximum(downloads[later:end] - downloads[later - 1] - missed, 0)
    return replace(counts, downloads=downloads)


def _leave_unchanged(_counts: StoredCounts, _rows: slice, _published: int, _rng: np.random.Generator) -> None:
    """The counts of a scrape that is stored twice are right; `database` writes the second row."""


_APPLY: dict[Fault, Callable[[StoredCounts, slice, int, np.random.Generator], None]] = {
    Fault.ZERO: _apply_zero,
    Fault.LIVE_ZERO: _apply_live_zero,
    Fault.DIP: _apply_dip,
    Fault.RESET: _apply_reset,
    Fault.TWICE: _leave_unchanged,
    Fault.TWO_FALLS: _apply_two_falls,
    Fault.SPIKE: _apply_spike,
    Fault.PLATEAU: _apply_plateau,
}
