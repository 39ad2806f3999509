"""The true process: how many times each torrent has been downloaded at any moment.

Downloads are an inhomogeneous Poisson process: the number in an interval is Poisson distributed, with a mean that
follows from the torrent's age (https://en.wikipedia.org/wiki/Poisson_point_process#Inhomogeneous_Poisson_point_process).
With t in days, F(t) is the share of the downloads of the first thirteen days:

    F(t) = 0.62 √t              for t ≤ 1
    F(t) = 0.62 + b log₂ t      for t > 1, b such that F(13) = 1

so 62 % after one day, 72 % after two, and a tail that never ends. The curve is invented; it has the properties that
matter for measuring: a steep start, and a rate that falls like 1 / t afterwards. To give the rate a daily rhythm, t is
read from a clock that runs slower at night.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nyaastats.synthetic.facts import DATA_UNTIL
from nyaastats.synthetic.scrape_times import DAY, Indices, Seconds, TorrentTimes

FIRST_DAY_SHARE = 0.62
REFERENCE_DAYS = 13
_PER_DOUBLING = (1 - FIRST_DAY_SHARE) / np.log2(REFERENCE_DAYS)
DAILY_SWING = 0.3
"""The rate varies by this share of its mean over a day, and is lowest at 06:00 UTC."""

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DailyDownloads:
    """The true downloads per torrent and UTC day, days without downloads included.

    Columns: the torrent's index, days since 1970, downloads.
    """

    torrent: Indices
    day: Counts
    downloads: Counts


@dataclass(frozen=True, slots=True)
class TrueDownloads:
    """The true count at every scrape, and the true downloads of every day."""

    at_scrapes: Counts
    daily: DailyDownloads


def cumulative_share(days: Floats) -> Floats:
    """F(t): downloads up to an age in days, as a share of those of the first thirteen days."""
    # Clipped, each part stands still outside its range, and their sum is the curve.
    first_day = FIRST_DAY_SHARE * np.sqrt(np.clip(days, 0, 1))
    return np.asarray(first_day + _PER_DOUBLING * np.log2(np.clip(days, 1, None)), dtype=np.float64)


def draw_downloads(
    published: Seconds, expected_downloads: Floats, scrapes: TorrentTimes, rng: np.random.Generator
) -> TrueDownloads:
    """Draw the process at every scrape and every midnight; `expected_downloads` are those of the first thirteen days.

    Both come from one draw over all these moments in order, so that counts and days agree.
    """
    midnights = _list_midnights(published)
    torrent = np.concatenate([scrapes.torrent, midnights.torrent])
    at = np.concatenate([scrapes.at, midnights.at])
    is_scrape = np.arange(len(at)) < len(scrapes.at)
    order = np.lexsort((at, torrent))
    increments = _draw_increments(published, expected_downloads, TorrentTimes(torrent[order], at[order]), rng)
    totals = np.cumsum(increments)
    counts = totals - _compute_total_before_first(torrent[order], totals, increments)
    return TrueDownloads(counts[is_scrape[order]], _compute_daily(midnights, counts[~is_scrape[order]]))


def _list_midnights(published: Seconds) -> TorrentTimes:
    """The end of every UTC day of each torrent, up to the end of the data, which ends the last day."""
    until = int(DATA_UNTIL.timestamp())
    days = until // DAY - published // DAY + 1
    torrent = np.repeat(np.arange(len(published)), days)
    day = published[torrent] // DAY + _count_up(days) + 1
    return TorrentTimes(torrent, np.minimum(day * DAY, until))


def _count_up(lengths: Counts) -> Counts:
    """0, 1, 2 … for each length, joined: 2, 3 gives 0, 1, 0, 1, 2."""
    starts = np.cumsum(lengths) - lengths
    return np.arange(lengths.sum(), dtype=np.int64) - np.repeat(starts, lengths)


def _draw_increments(
    published: Seconds, expected_downloads: Floats, points: TorrentTimes, rng: np.random.Generator
) -> Counts:
    """Downloads between each point and the one before it; before a torrent's first point, since its publication."""
    published_at = published[points.torrent]
    share = cumulative_share(_slow_at_night(points.at) - _slow_at_night(published_at))
    before = np.concatenate([[0.0], share[:-1]])
    before[_is_first(points.torrent)] = 0.0
    mean = expected_downloads[points.torrent] * (share - before)
    # Shares of equal moments may differ by a rounding error, and a negative mean would be refused.
    return np.asarray(rng.poisson(np.clip(mean, 0, None)), dtype=np.int64)


def _slow_at_night(at: Seconds) -> Floats:
    """Days since 1970 by a clock that is slow at night: it shows the right time at every 06:00 UTC.

    Its speed is 1 − DAILY_SWING · cos(2π (t − 1/4)), t in days.
    """
    turns = 2 * np.pi * (at / DAY - 0.25)
    return np.asarray(at / DAY - DAILY_SWING / (2 * np.pi) * np.sin(turns), dtype=np.float64)


def _is_first(torrent: Indices) -> NDArray[np.bool_]:
    return np.asarray(np.diff(torrent, prepend=-1) != 0)


def _compute_total_before_first(torrent: Indices, totals: Counts, increments: Counts) -> Counts:
    """For each point, the running total of all torrents before the first point of its torrent."""
    first = np.flatnonzero(_is_first(torrent))
    lengths: NDArray[Any] = np.diff(first, append=len(torrent))
    return np.repeat(totals[first] - increments[first], lengths)


def _compute_daily(midnights: TorrentTimes, counts: Counts) -> DailyDownloads:
    """Downloads between midnights; a midnight belongs to the day that it ends."""
    before = np.concatenate([[0], counts[:-1]])
    before[_is_first(midnights.torrent)] = 0
    return DailyDownloads(midnights.torrent, (midnights.at - 1) // DAY, counts - before)
