"""Every torrent of a run with its downloads, and what some of them come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nyaastats.domain.matches import ClassifiedTorrent, MeasuredTorrent
from nyaastats.domain.measures import Measures
from nyaastats.publish.contracts.report import Tally


def tell(torrents: Sequence[ClassifiedTorrent], measures: Measures) -> list[MeasuredTorrent]:
    """Each torrent in its place, which is its id in the tables."""
    downloads = measures.torrent_totals["downloads"].to_pylist()
    return [MeasuredTorrent(one, count) for one, count in zip(torrents, downloads, strict=True)]


def tally(told: Iterable[MeasuredTorrent]) -> Tally:
    """Count torrents and add up their downloads."""
    downloads = [one.downloads for one in told]
    return Tally(len(downloads), sum(downloads))
