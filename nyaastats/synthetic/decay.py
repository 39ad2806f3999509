"""How downloads fall with a torrent's age: two families of curves, with parameters of each torrent.

F(u) is the number of downloads up to an age of u days, in a unit of its own. Both tails are power laws: the rate falls
like u^(q − 1), so its integral is the Box-Cox transform (https://en.wikipedia.org/wiki/Power_transform)

    G(x) = (x^q − 1) / q,  and ln x where q = 0

With q = 0 each doubling of the age adds the same; with q > 0 the tail is heavier; with q < 0 it ends at −1 / q.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nyaastats.synthetic.scrape_times import Indices

Floats = NDArray[np.float64]

REFERENCE_DAYS = 13
"""Downloads are given as those of so many days."""


class Decay(Protocol):
    """The curves of all torrents."""

    def count(self, torrent: Indices, days: Floats) -> Floats:
        """F of the torrents at these ages in days, 0 or more."""


@dataclass(frozen=True, slots=True)
class BentDecay:
    """A square root up to one day, a power tail after it. Both parameters are by torrent.

    F(u) = s √u                         for u ≤ 1
    F(u) = s + (1 − s) G(u) / G(13)     for u > 1
    """

    first_day_share: Floats
    """s, of the downloads of the first thirteen days."""
    tail: Floats
    """q."""

    def count(self, torrent: Indices, days: Floats) -> Floats:
        """F of the torrents at these ages."""
        share, tail = self.first_day_share[torrent], self.tail[torrent]
        # Clipped, each part stands still outside its range, and their sum is the curve.
        first_day = share * np.sqrt(np.clip(days, 0, 1))
        later = _transform(np.clip(days, 1, None), tail) / _transform(np.full_like(tail, REFERENCE_DAYS), tail)
        return np.asarray(first_day + (1 - share) * later, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class PowerDecay:
    """One power law at every age, after a time in which the rate hardly falls: F(u) = G(1 + u / c).

    This is Omori's law of aftershocks (https://en.wikipedia.org/wiki/Aftershock#Omori's_law): a rate of
    (1 + u / c)^(q − 1). Both parameters are by torrent.
    """

    scale_days: Floats
    """c."""
    tail: Floats
    """q."""

    def count(self, torrent: Indices, days: Floats) -> Floats:
        """F of the torrents at these ages."""
        return _transform(1 + np.clip(days, 0, None) / self.scale_days[torrent], self.tail[torrent])


def _transform(x: Floats, q: Floats) -> Floats:
    """G(x), for x of 1 or more."""
    logarithm = np.log(x)
    is_zero = q == 0
    power = np.expm1(q * logarithm) / np.where(is_zero, 1, q)
    return np.asarray(np.where(is_zero, logarithm, power), dtype=np.float64)
