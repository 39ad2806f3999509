"""How many downloads a show has by its rank and the episode; rank 0 is the most popular.

Popularity falls by a power law in rank, near Zipf's law (exponent 1, https://en.wikipedia.org/wiki/Zipf%27s_law).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

TOP_DOWNLOADS = 60_000
"""Expected downloads of an ordinary episode of the most popular show in its first thirteen days, all torrents."""
POPULARITY_EXPONENT = 0.9
VARIANTS_EXPONENT = 0.68
"""The number of variants that release a show falls by the same kind of law, more slowly."""
PREMIERE_BONUS = 1.6
DROP_OFF = 0.96
"""Expected downloads of an episode as a share of those of the episode before, down to half."""
SLEEPER_GROWTH = 1.08
"""The same of a sleeper, whose audience grows."""
SLEEPER_EVERY = 17
"""Every seventeenth show is a sleeper."""


FLATNESS = 2.0
"""Over several seasons the first shows are closer together, by Mandelbrot's law: the rank is taken for so many more.
https://en.wikipedia.org/wiki/Zipf%E2%80%93Mandelbrot_law"""
SETTLED_AFTER = 12
"""Over several seasons an audience no longer grows or shrinks after so many broadcasts."""
EPISODE_SPREAD = 0.14
"""By how much an episode is more or less downloaded than the trend has it: the deviation of a logarithm."""
TREND_SPREAD = 0.025
"""Likewise of the trend from week to week, which differs by show."""


@dataclass(frozen=True, slots=True)
class Audience:
    """How much a show is downloaded, by its rank and the broadcast."""

    rank: int
    flatness: float = 0
    broadcasts_before: int = 0
    """Those before the first one that is known."""
    settled_after: int | None = None
    """So many broadcasts; None: never."""
    moods: tuple[float, ...] = ()
    """Multiples of each broadcast's downloads; the last of all later ones; none: there is no deviation."""

    @property
    def popularity(self) -> float:
        """Expected downloads of an ordinary episode, all torrents."""
        return popularity(self.rank, self.flatness)

    def interest(self, week: int) -> float:
        """Downloads of the n-th known broadcast, counted from 0, as a multiple of an ordinary episode's."""
        mood = self.moods[min(week, len(self.moods) - 1)] if self.moods else 1
        week += self.broadcasts_before
        return interest(self.rank, week if self.settled_after is None else min(week, self.settled_after)) * mood


def draw_moods(count: int, rng: np.random.Generator) -> tuple[float, ...]:
    """How so many broadcasts of a show deviate: a trend of its own, and a chance for each."""
    trend = rng.normal(0, TREND_SPREAD) * np.minimum(np.arange(count), SETTLED_AFTER)
    return tuple(np.exp(trend + rng.normal(0, EPISODE_SPREAD, count)).tolist())


def popularity(rank: int, flatness: float = 0) -> float:
    """Expected downloads of an ordinary episode, all torrents."""
    return float(TOP_DOWNLOADS * ((rank + 1 + flatness) / (1 + flatness)) ** -POPULARITY_EXPONENT)


def variant_share(rank: int) -> float:
    """The share of all variants that release the show."""
    return float((rank + 1) ** -VARIANTS_EXPONENT)


def interest(rank: int, week: int) -> float:
    """Downloads of the show's n-th broadcast, counted from 0, as a multiple of an ordinary episode's."""
    if rank % SLEEPER_EVERY == SLEEPER_EVERY - 1:
        return float(SLEEPER_GROWTH**week)
    return PREMIERE_BONUS if week == 0 else float(max(0.5, DROP_OFF**week))
