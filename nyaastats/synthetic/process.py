"""The true process: how many times each torrent has been downloaded at any moment.

Downloads are a Poisson process whose mean follows the torrent's age. With t in days, the share of the downloads of
the first thirteen days is 0.62 √t on the first day and 0.62 + b log₂ t after it, b such that the share at 13 is 1:
62 % after one day, 72 % after two, and a tail that never quite ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nyaastats.synthetic.facts import DATA_UNTIL
from nyaastats.synthetic.looks import DAY, Indices, Looks, Seconds

FIRST_DAY = 0.62
REFERENCE_DAYS = 13
_PER_DOUBLING = (1 - FIRST_DAY) / np.log2(REFERENCE_DAYS)
NIGHT = 0.3
"""The rate swings by this share of its mean over a day, least at 06:00 UTC."""

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Daily:
    """The true downloads per torrent and UTC day, days without one included: index, days since 1970, downloads."""

    torrent: Indices
    day: Counts
    downloads: Counts


@dataclass(frozen=True, slots=True)
class Downloads:
    """The true count at every look, and the true downloads of every day."""

    at_looks: Counts
    daily: Daily


def decay(days: Floats) -> Floats:
    """The share of thirteen days' downloads that a torrent of this age has had."""
    first = FIRST_DAY * np.sqrt(np.clip(days, 0, 1))
    return np.asarray(first + _PER_DOUBLING * np.log2(np.clip(days, 1, None)), dtype=np.float64)


def download(published: Seconds, wanted: Floats, looks: Looks, rng: np.random.Generator) -> Downloads:
    """Draw the process at every look and every midnight; `wanted` is the mean of the first thirteen days."""
    nights = _midnights(published)
    torrent = np.concatenate([looks.torrent, nights.torrent])
    at = np.concatenate([looks.at, nights.at])
    is_look = np.arange(len(at)) < len(looks.at)
    order = np.lexsort((at, torrent))
    new = _increments(published, wanted, Looks(torrent[order], at[order]), rng)
    totals = np.cumsum(new)
    counts = totals - _before_first(torrent[order], totals, new)
    return Downloads(counts[is_look[order]], _daily(nights, counts[~is_look[order]]))


def _midnights(published: Seconds) -> Looks:
    """The end of every day of each torrent, up to the end of the data."""
    until = int(DATA_UNTIL.timestamp())
    days = until // DAY - published // DAY + 1
    torrent = np.repeat(np.arange(len(published)), days)
    day = published[torrent] // DAY + _counted_up(days) + 1
    return Looks(torrent, np.minimum(day * DAY, until))


def _counted_up(lengths: Counts) -> Counts:
    """0, 1, 2 … for each length, one after the other."""
    starts = np.cumsum(lengths) - lengths
    return np.arange(lengths.sum(), dtype=np.int64) - np.repeat(starts, lengths)


def _increments(published: Seconds, wanted: Floats, points: Looks, rng: np.random.Generator) -> Counts:
    born = published[points.torrent]
    share = decay(_waking(points.at) - _waking(born))
    before = np.concatenate([[0.0], share[:-1]])
    before[_is_first(points.torrent)] = 0.0
    mean = wanted[points.torrent] * (share - before)
    return np.asarray(rng.poisson(np.clip(mean, 0, None)), dtype=np.int64)


def _waking(at: Seconds) -> Floats:
    """Days since 1970 on a clock that runs slowly at night: it agrees with ours at every 06:00 UTC."""
    turns = 2 * np.pi * (at / DAY - 0.25)
    return np.asarray(at / DAY - NIGHT / (2 * np.pi) * np.sin(turns), dtype=np.float64)


def _is_first(torrent: Indices) -> NDArray[np.bool_]:
    return np.asarray(np.diff(torrent, prepend=-1) != 0)


def _before_first(torrent: Indices, totals: Counts, new: Counts) -> Counts:
    """For each point, what the running total was before its torrent's first one."""
    first = np.flatnonzero(_is_first(torrent))
    lengths: NDArray[Any] = np.diff(first, append=len(torrent))
    return np.repeat(totals[first] - new[first], lengths)


def _daily(nights: Looks, counts: Counts) -> Daily:
    before = np.concatenate([[0], counts[:-1]])
    before[_is_first(nights.torrent)] = 0
    return Daily(nights.torrent, (nights.at - 1) // DAY, counts - before)
