"""Every torrent of a run with its downloads, and sums over some of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nyaastats.domain.matches import ClassifiedTorrent, MeasuredTorrent
from nyaastats.domain.measures import Measures
from nyaastats.publish.contracts.report import Tally


def attach_downloads(torrents: Sequence[ClassifiedTorrent], measures: Measures) -> list[MeasuredTorrent]:
    """Each torrent with its downloads, in the same order: its position is its id in the tables."""
    # torrent_totals has a row for every torrent, sorted by id; strict, because a shift by one would go unseen.
    downloads = measures.torrent_totals["downloads"].to_pylist()
    return [torrent.with_downloads(count) for torrent, count in zip(torrents, downloads, strict=True)]


def tally_torrents(torrents: Iterable[MeasuredTorrent]) -> Tally:
    """Count torrents and add up their downloads."""
    downloads = [torrent.downloads for torrent in torrents]
    return Tally(len(downloads), sum(downloads))
