"""The expected downloads of each torrent up to any moment: a decay with age, where age is read from clocks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nyaastats.synthetic.clocks import BroadcastClock, FadingClock, Rhythm
from nyaastats.synthetic.decay import REFERENCE_DAYS, Decay, Floats
from nyaastats.synthetic.scrape_times import DAY, Indices, Seconds, TorrentTimes

_CHUNK = 500_000
"""Points that are computed at a time, to bound the memory."""


@dataclass(frozen=True, slots=True)
class DownloadCurves:
    """The curves of all torrents: share(t) = F(C(t) − C(p)) / F(C(p + 13 days) − C(p)).

    F is the decay, C the fading clock read from the broadcast clock read from the rhythm, p the publication. So every
    torrent has a share of exactly 1 after thirteen days, whatever its clocks do.
    """

    published: Seconds
    rhythm: Rhythm
    broadcasts: BroadcastClock
    fading: FadingClock
    decay: Decay

    def share(self, points: TorrentTimes) -> Floats:
        """Downloads since the publication up to each point, as a share of those of the first thirteen days."""
        whole = self._count(np.arange(len(self.published)), self.published + REFERENCE_DAYS * DAY)
        share = np.empty(len(points.at))
        for start in range(0, len(points.at), _CHUNK):
            torrent, at = (column[start : start + _CHUNK] for column in (points.torrent, points.at))
            share[start : start + _CHUNK] = self._count(torrent, at) / whole[torrent]
        return share

    def _count(self, torrent: Indices, at: Seconds) -> Floats:
        born = self._read_clock(torrent, self.published[torrent])
        return self.decay.count(torrent, self._read_clock(torrent, at) - born)

    def _read_clock(self, torrent: Indices, at: Seconds) -> Floats:
        return self.fading.read(torrent, self.broadcasts.read(torrent, self.rhythm.read(at)))
