"""Finds the restarts of a tracker: moments after which many torrents at once count anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nyaastats.domain.scrapes import (
    MAX_FAULT_SCRAPES,
    MAX_FAULT_SECONDS,
    MIN_RESTART_TORRENTS,
    RESTART_SECONDS,
)

Integers = NDArray[Any]


def find_dip_end(at: Sequence[int], counts: Sequence[int], fall: int, last_count: int) -> int | None:
    """The position at which a count of `last_count` or more is back; None when that is too late, or never.

    The scrapes from the fall to there are at most 24, and lie within 3 days. The very next scrape may come whenever it
    likes: weekly scrapes are a week apart.
    """
    for position in range(fall + 1, min(len(at), fall + MAX_FAULT_SCRAPES + 1)):
        if at[position - 1] - at[fall] > MAX_FAULT_SECONDS:
            return None
        if counts[position] >= last_count:
            return position
    return None


def find_restart_falls(ids: Integers, at: Integers, counts: Integers) -> dict[int, int]:
    """By the row of each fall that a restart explains: the moment of the restart, epoch seconds.

    Rows are sorted by torrent and time. A restart explains the falls to less than half between whose two scrapes it
    lies, so also those of torrents that are scraped a week later.
    """
    falls = _list_half_falls(ids, counts)
    if len(falls) < MIN_RESTART_TORRENTS:
        return {}
    ends = np.append(np.flatnonzero(np.diff(ids)) + 1, len(ids))
    torrent_ends = ends[np.searchsorted(ends, falls, side="right")]
    comes_back = np.array(
        [_comes_back(at, counts, fall, end) for fall, end in zip(falls.tolist(), torrent_ends.tolist(), strict=True)]
    )
    order = np.lexsort((falls, at[falls]))
    return _group(falls[order], comes_back[order], ids, at)


def _list_half_falls(ids: Integers, counts: Integers) -> Integers:
    """The rows with less than half of the count of the torrent's row before."""
    is_same = np.diff(ids) == 0
    # As 64 bits: twice a count of 8 digits is within 32, but what is registered may be wider.
    return np.flatnonzero(is_same & (2 * counts[1:].astype(np.int64) < counts[:-1])) + 1


def _comes_back(at: Integers, counts: Integers, fall: int, end: int) -> bool:
    window = slice(fall, min(end, fall + MAX_FAULT_SCRAPES + 1))
    return find_dip_end(at[window].tolist(), counts[window].tolist(), 0, int(counts[fall - 1])) is not None


def _group(falls: Integers, comes_back: Integers, ids: Integers, at: Integers) -> dict[int, int]:
    """Take the falls in the order of time: half an hour with many of them is a restart, unless most come back."""
    explained: dict[int, int] = {}
    while len(falls) >= MIN_RESTART_TORRENTS:
        moments = at[falls]
        sizes = np.searchsorted(moments, moments + RESTART_SECONDS, side="right") - np.arange(len(falls))
        if not (starts := np.flatnonzero(sizes >= MIN_RESTART_TORRENTS)).size:
            break
        window = slice(int(starts[0]), int(starts[0] + sizes[starts[0]]))
        restart = _date_restart(moments[window], at[falls - 1][window])
        is_hit = (at[falls - 1] < restart) & (restart <= moments)
        if not _is_restart(ids[falls[is_hit]], comes_back[is_hit]):
            # Earlier falls can go too: no later restart lies in their intervals.
            falls, comes_back = falls[window.stop :], comes_back[window.stop :]
            continue
        explained.update(dict.fromkeys(falls[is_hit].tolist(), restart))
        falls, comes_back = falls[~is_hit], comes_back[~is_hit]
    return explained


def _date_restart(moments: Integers, previous: Integers) -> int:
    """Of the moments of these falls, the first that lies in the most of their intervals: the fall right after it."""
    begun = np.searchsorted(np.sort(previous), moments, side="left")
    over = np.searchsorted(moments, moments, side="left")  # `moments` are sorted
    return int(moments[np.argmax(begun - over)])


def _is_restart(torrents: Integers, comes_back: Integers) -> bool:
    # Another machine of the tracker that answers for an hour makes many counts fall too; but then they are back.
    return len(np.unique(torrents)) >= MIN_RESTART_TORRENTS and 2 * int(comes_back.sum()) < len(comes_back)
