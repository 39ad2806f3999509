"""What a torrent's downloads depend on besides chance: its publication, its show's broadcasts, its release delay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from nyaastats.domain.shows import AniListId
from nyaastats.synthetic.facts import ShowFacts
from nyaastats.synthetic.plan import PlannedTorrent, Truth
from nyaastats.synthetic.scenario import FALL_2025, Scenario
from nyaastats.synthetic.scrape_times import HOUR, Indices, Mask, Seconds

_MIN_DELAY = HOUR / 4
_NEUTRAL_DELAY = float(HOUR)
"""Of what is no release of a broadcast: season packs, films, unrelated shows."""


@dataclass(frozen=True, slots=True)
class Traits:
    """By torrent, but for `show_count`. What belongs to no series shares one show, which has no broadcasts."""

    published: Seconds
    show: Indices
    """A number below `show_count`."""
    show_count: int
    delay_hours: NDArray[np.float64]
    """From the broadcast to the publication."""
    first_broadcast: Seconds
    """0 for the show without broadcasts."""
    last_broadcast: Seconds
    is_ending: Mask
    """Whether the number of the show's episodes is known: else its last known broadcast is not its end."""


def read_traits(torrents: Sequence[PlannedTorrent], scenario: Scenario = FALL_2025) -> Traits:
    """The traits of planned torrents, in their order."""
    series = scenario.series
    numbers: dict[AniListId | None, int] = {fact.id: number for number, fact in enumerate(series)}
    # Torrents of no series take the last row of each table.
    show = np.array([numbers.get(torrent.truth.show, len(series)) for torrent in torrents], dtype=np.intp)
    first = _list_seconds(fact.airings[0].at for fact in series)
    last = _list_seconds(fact.airings[-1].at for fact in series)
    is_ending = np.array([*(fact.airing_count is None for fact in series), False])
    return Traits(
        published=np.array([int(torrent.published.timestamp()) for torrent in torrents], dtype=np.int64),
        show=show,
        show_count=len(series) + 1,
        delay_hours=_compute_delays(torrents, series) / HOUR,
        first_broadcast=first[show],
        last_broadcast=last[show],
        is_ending=is_ending[show],
    )


def _list_seconds(moments: Iterable[datetime]) -> Seconds:
    return np.array([*(int(moment.timestamp()) for moment in moments), 0], dtype=np.int64)


def _compute_delays(torrents: Sequence[PlannedTorrent], series: Sequence[ShowFacts]) -> NDArray[np.float64]:
    aired_at: dict[tuple[AniListId | None, int | None], datetime]
    aired_at = {(fact.id, airing.episode): airing.at for fact in series for airing in fact.airings}

    def compute_delay(published: datetime, truth: Truth) -> float:
        at = aired_at.get((truth.show, truth.episode))
        return max((published - at).total_seconds(), _MIN_DELAY) if at else _NEUTRAL_DELAY

    return np.array([compute_delay(torrent.published, torrent.truth) for torrent in torrents])
