"""The named processes by which torrents are downloaded, from the plainest to the liveliest.

All are inhomogeneous Poisson processes with the expectation of `curves.DownloadCurves`; they differ in nothing but
their parameters:

    process    decay       first day s           tail q               rhythm          bumps m       fades after τ
    plain      bent        0.62                  0                    daily           none          never
    mixed      bent        by show and delay     by show and torrent  daily, weekly   1.4           never
    bumpy      bent        0.62                  by show              daily, weekly   2.6           never
    cutoff     bent        0.62                  by show              daily           none          15 days by show
    power      power law   scale c by torrent    by torrent           daily           none          never
    practice   bent        by show and delay     by show and torrent  daily, weekly   1.8           30 days by show

Over several seasons those that never fade do so after 20 days, by show: else old shows would fill the charts.

`plain` is 62 % of the first thirteen days' downloads after one day, 72 % after two, and a tail that never ends. The
curves are invented; they have the properties that matter for measuring: a steep start, and a rate that falls about like
1 / t afterwards. Whoever tunes an estimator tunes it on `practice` and judges it by the others, so `practice` shares
none of its varying parameters with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from nyaastats.synthetic.clocks import BroadcastClock, FadingClock, Rhythm
from nyaastats.synthetic.curves import DownloadCurves
from nyaastats.synthetic.decay import BentDecay, Decay, Floats, PowerDecay
from nyaastats.synthetic.traits import Traits


class Process(StrEnum):
    """A named process."""

    PLAIN = "plain"
    """One decay for all torrents, in a daily rhythm."""
    MIXED = "mixed"
    """The most like life: decay differs by show, torrent and release delay, weekends are strong, and a new episode
    pulls the old ones up a little for two days."""
    BUMPY = "bumpy"
    """While a show airs, three quarters of an old episode's downloads come in the two days after a new one."""
    CUTOFF = "cutoff"
    """Interest ends with the show: after its last broadcast decay steepens, by an amount of the show's own."""
    POWER = "power"
    """Power laws whose exponent differs by torrent."""
    PRACTICE = "practice"
    """A mixture of all of these: only for choosing an estimator, never for judging one."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A parameter that differs: normally distributed around its usual value, cut off at `low` and `high`."""

    usual: float
    by_show: float = 0
    """The standard deviation between shows."""
    by_torrent: float = 0
    """The standard deviation between the torrents of a show."""
    by_delay: float = 0
    """What each doubling of the release delay beyond an hour adds: so groups differ, as each has a usual delay."""
    low: float = -np.inf
    high: float = np.inf

    def draw(self, traits: Traits, rng: np.random.Generator) -> Floats:
        """The parameter of each torrent."""
        by_show = self.by_show * rng.standard_normal(traits.show_count)[traits.show]
        by_torrent = self.by_torrent * rng.standard_normal(len(traits.show))
        by_delay = self.by_delay * np.log2(traits.delay_hours)
        return np.asarray(np.clip(self.usual + by_show + by_torrent + by_delay, self.low, self.high))


@dataclass(frozen=True, slots=True)
class Bent:
    """The parameters of a `BentDecay`."""

    first_day_share: Spread = Spread(0.62)
    tail: Spread = Spread(0)

    def draw(self, traits: Traits, rng: np.random.Generator) -> Decay:
        """The decay of each torrent."""
        return BentDecay(self.first_day_share.draw(traits, rng), self.tail.draw(traits, rng))


@dataclass(frozen=True, slots=True)
class PowerLaw:
    """The parameters of a `PowerDecay`."""

    scale_days: Spread
    tail: Spread

    def draw(self, traits: Traits, rng: np.random.Generator) -> Decay:
        """The decay of each torrent."""
        return PowerDecay(self.scale_days.draw(traits, rng), self.tail.draw(traits, rng))


_DAILY = Rhythm(daily_swing=0.3, weekly_swing=0)


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of a process."""

    decay: Bent | PowerLaw = Bent()
    rhythm: Rhythm = _DAILY
    bump: Spread = Spread(1)
    """How many times as fast all torrents of a show are downloaded in the two days after a broadcast."""
    half_interest_days: Spread | None = None
    """How long after the last broadcast the rate is half of what it would be; None where interest does not end."""


PARAMETERS: Mapping[Process, Parameters] = {
    Process.PLAIN: Parameters(),
    Process.MIXED: Parameters(
        decay=Bent(
            first_day_share=Spread(0.62, by_show=0.05, by_torrent=0.03, by_delay=-0.03, low=0.3, high=0.8),
            tail=Spread(0, by_show=0.2, by_torrent=0.1, low=-0.5, high=0.4),
        ),
        rhythm=Rhythm(daily_swing=0.3, weekly_swing=0.2),
        bump=Spread(1.4, by_show=0.15, low=1, high=2),
    ),
    Process.BUMPY: Parameters(
        decay=Bent(tail=Spread(0, by_show=0.1)),
        rhythm=Rhythm(daily_swing=0.3, weekly_swing=0.15),
        bump=Spread(2.6, by_show=0.25, low=2, high=3.2),
    ),
    Process.CUTOFF: Parameters(
        decay=Bent(tail=Spread(0, by_show=0.1)),
        half_interest_days=Spread(15, by_show=7, low=4, high=40),
    ),
    Process.POWER: Parameters(
        decay=PowerLaw(
            scale_days=Spread(0.08, by_torrent=0.03, low=0.02, high=0.2),
            tail=Spread(-0.05, by_torrent=0.15, low=-0.5, high=0.4),
        ),
    ),
    Process.PRACTICE: Parameters(
        decay=Bent(
            first_day_share=Spread(0.57, by_show=0.08, by_torrent=0.05, by_delay=-0.02, low=0.25, high=0.8),
            tail=Spread(-0.05, by_show=0.15, by_torrent=0.15, low=-0.6, high=0.4),
        ),
        rhythm=Rhythm(daily_swing=0.2, weekly_swing=0.25),
        bump=Spread(1.8, by_show=0.4, low=1, high=3),
        half_interest_days=Spread(30, by_show=12, low=10, high=80),
    ),
}


ENDING = Spread(20, by_show=8, low=6, high=50)
"""The days after which interest is half of what it would be, over several seasons: no show is the talk for ever."""


def draw_curves(
    process: Process, traits: Traits, rng: np.random.Generator, ending: Spread | None = None
) -> DownloadCurves:
    """The curve of each torrent under a named process; with `ending` interest ends with the show under every one."""
    parameters = PARAMETERS[process]
    rhythm = parameters.rhythm
    last_at = rhythm.read(traits.last_broadcast)
    decay = parameters.decay.draw(traits, rng)
    has_broadcasts = traits.last_broadcast > 0
    speed = np.where(has_broadcasts, parameters.bump.draw(traits, rng), 1)
    broadcasts = BroadcastClock(rhythm.read(traits.first_broadcast), last_at, speed)
    ended_at = broadcasts.read(np.arange(len(last_at)), last_at)
    fading = _draw_fading(parameters.half_interest_days or ending, traits, ended_at, rng)
    return DownloadCurves(traits.published, rhythm, broadcasts, fading, decay)


def _draw_fading(days: Spread | None, traits: Traits, last_at: Floats, rng: np.random.Generator) -> FadingClock:
    if days is None:
        return FadingClock(np.full_like(last_at, np.inf), np.ones_like(last_at))
    return FadingClock(np.where(traits.is_ending, last_at, np.inf), days.draw(traits, rng))
