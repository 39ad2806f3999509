"""How many downloads a show has by its rank and the episode; rank 0 is the most popular.

Popularity falls by a power law in rank, near Zipf's law (exponent 1, https://en.wikipedia.org/wiki/Zipf%27s_law).
"""

from __future__ import annotations

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
MAX_GROWTH_WEEKS = 24
"""Then it stays as it is."""
SLEEPER_EVERY = 17
"""Every seventeenth show is a sleeper."""


def popularity(rank: int) -> float:
    """Expected downloads of an ordinary episode, all torrents."""
    return float(TOP_DOWNLOADS * (rank + 1) ** -POPULARITY_EXPONENT)


def variant_share(rank: int) -> float:
    """The share of all variants that release the show."""
    return float((rank + 1) ** -VARIANTS_EXPONENT)


def interest(rank: int, week: int) -> float:
    """Downloads of the show's n-th broadcast, counted from 0, as a multiple of an ordinary episode's."""
    if rank % SLEEPER_EVERY == SLEEPER_EVERY - 1:
        return float(SLEEPER_GROWTH ** min(week, MAX_GROWTH_WEEKS))
    return PREMIERE_BONUS if week == 0 else float(max(0.5, DROP_OFF**week))
