"""Draws the true process: how many times each torrent has been downloaded at any moment.

Downloads are an inhomogeneous Poisson process: the number in an interval is Poisson distributed, with a mean that is
the growth of the torrent's curve over it
(https://en.wikipedia.org/wiki/Poisson_point_process#Inhomogeneous_Poisson_point_process). `processes` has the curves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nyaastats.synthetic.curves import DownloadCurves
from nyaastats.synthetic.decay import Floats
from nyaastats.synthetic.facts import DATA_UNTIL
from nyaastats.synthetic.scrape_times import DAY, Indices, Seconds, TorrentTimes

Counts = NDArray[np.int64]


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


def draw_downloads(
    curves: DownloadCurves,
    expected_downloads: Floats,
    scrapes: TorrentTimes,
    rng: np.random.Generator,
    until: datetime = DATA_UNTIL,
) -> TrueDownloads:
    """Draw the process at every scrape and every midnight; `expected_downloads` are those of the first thirteen days.

    Both come from one draw over all these moments in order, so that counts and days agree.
    """
    midnights = _list_midnights(curves.published, int(until.timestamp()))
    torrent = np.concatenate([scrapes.torrent, midnights.torrent])
    at = np.concatenate([scrapes.at, midnights.at])
    is_scrape = np.arange(len(at)) < len(scrapes.at)
    order = np.lexsort((at, torrent))
    increments = _draw_increments(curves, expected_downloads, TorrentTimes(torrent[order], at[order]), rng)
    totals = np.cumsum(increments)
    counts = totals - _compute_total_before_first(torrent[order], totals, increments)
    return TrueDownloads(counts[is_scrape[order]], _compute_daily(midnights, counts[~is_scrape[order]]))


def _list_midnights(published: Seconds, until: int) -> TorrentTimes:
    """The end of every UTC day of each torrent, up to the end of the data, which ends the last day."""
    days = until // DAY - published // DAY + 1
    torrent = np.repeat(np.arange(len(published)), days)
    day = published[torrent] // DAY + _count_up(days) + 1
    return TorrentTimes(torrent, np.minimum(day * DAY, until))


def _count_up(lengths: Counts) -> Counts:
    """0, 1, 2 … for each length, joined: 2, 3 gives 0, 1, 0, 1, 2."""
    starts = np.cumsum(lengths) - lengths
    return np.arange(lengths.sum(), dtype=np.int64) - np.repeat(starts, lengths)


def _draw_increments(
    curves: DownloadCurves, expected_downloads: Floats, points: TorrentTimes, rng: np.random.Generator
) -> Counts:
    """Downloads between each point and the one before it; before a torrent's first point, since its publication."""
    share = curves.share(points)
    before = np.concatenate([[0.0], share[:-1]])
    before[_is_first(points.torrent)] = 0.0
    mean = expected_downloads[points.torrent] * (share - before)
    # Shares of equal moments may differ by a rounding error, and a negative mean would be refused.
    return np.asarray(rng.poisson(np.clip(mean, 0, None)), dtype=np.int64)


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
