"""The clocks that age is read from: downloads are fast when they run fast, and slow when they run slow.

Everything that depends on the calendar is such a clock, in days since 1970; a torrent's age is the time that it shows
now less the time that it showed at the publication. The speed of a clock multiplies the rate, the clock itself is the
exact integral of its speed, so no process is integrated numerically. One clock is read from another: the speeds
multiply.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nyaastats.synthetic.decay import Floats
from nyaastats.synthetic.scrape_times import DAY, Indices, Seconds

BUMP_DAYS = 2
_WEEK_DAYS = 7
_SLOWEST_HOUR = 0.25  # 06:00 UTC, as a part of a day
_SUNDAY = 3.0  # 1970-01-04, the middle of a weekend: its Sunday at 00:00 UTC


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A clock that is slow at night and fast at the weekend; over whole weeks it keeps time.

    Its speed is 1 − d cos(2π (t − 1/4)) + w cos(2π (t − 3) / 7), t in days since 1970-01-01, a Thursday.
    """

    daily_swing: float
    """d: the rate varies by this share of its mean over a day, and is lowest at 06:00 UTC."""
    weekly_swing: float
    """w: likewise over a week, and is highest on Sunday 00:00 UTC."""

    def read(self, at: Seconds) -> Floats:
        """What the clock shows at these moments, in days."""
        days = at / DAY
        daily = -self.daily_swing * _swing(days - _SLOWEST_HOUR, 1)
        return np.asarray(days + daily + self.weekly_swing * _swing(days - _SUNDAY, _WEEK_DAYS), dtype=np.float64)


def _swing(days: Floats, period: int) -> Floats:
    """The integral of cos(2π t / period)."""
    return np.asarray(period / (2 * np.pi) * np.sin(2 * np.pi * days / period), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class BroadcastClock:
    """A clock that runs m times as fast in the two days after a broadcast, and slower in the five days after these.

    As it gains (m − 1) · 2 days and loses them until the next broadcast, each week of a show takes a week. Before the
    first broadcast, and a week after the last one, it runs at the usual speed. All fields are by torrent; torrents of
    no show have m = 1.
    """

    first_at: Floats
    """The show's first broadcast, in days; its broadcasts are taken to be a week apart, also where it has a break."""
    last_at: Floats
    speed: Floats
    """m, less than 3.5: from there on the other five days would have no downloads."""

    def read(self, torrent: Indices, days: Floats) -> Floats:
        """What the clock shows when the clock below it shows `days`."""
        since = days - self.first_at[torrent]
        is_airing = (since >= 0) & (days < self.last_at[torrent] + _WEEK_DAYS)
        return days + np.where(is_airing, (self.speed[torrent] - 1) * _gain(since % _WEEK_DAYS), 0)


def _gain(days: Floats) -> Floats:
    """How far a clock that runs twice as fast for two days is ahead, so many days after the broadcast."""
    lost = BUMP_DAYS / (_WEEK_DAYS - BUMP_DAYS) * np.clip(days - BUMP_DAYS, 0, None)
    return np.asarray(np.clip(days, None, BUMP_DAYS) - lost, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class FadingClock:
    """A clock that runs down from a moment z on: t days after it its speed is 1 / (1 + t / τ).

    Both fields are by torrent.
    """

    from_at: Floats
    """z, in days; infinite where interest does not end."""
    half_speed_days: Floats
    """τ: after so many days the clock runs at half its speed."""

    def read(self, torrent: Indices, days: Floats) -> Floats:
        """What the clock shows when the clock below it shows `days`."""
        from_at, half_speed_days = self.from_at[torrent], self.half_speed_days[torrent]
        after = np.clip(days - from_at, 0, None)
        return np.asarray(np.minimum(days, from_at) + half_speed_days * np.log1p(after / half_speed_days))
