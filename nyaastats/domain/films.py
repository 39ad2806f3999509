"""Films: works without a weekly broadcast, which are counted by themselves and are in no chart."""

from __future__ import annotations

from dataclasses import dataclass

from nyaastats.domain.shows import Show


@dataclass(frozen=True, slots=True)
class CountedFilm:
    """A film, OVA or special, and the torrents that count for it."""

    show: Show
    torrent_ids: tuple[int, ...]
    """At least one, in order: positions among the torrents of the run, as the measure tables number them."""
