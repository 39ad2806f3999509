"""Every torrent of a run with its downloads, and what some of them come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nyaastats.domain.matches import Sorted
from nyaastats.domain.measures import Measures
from nyaastats.publish.contracts.report import Tally


@dataclass(frozen=True, slots=True)
class Told:
    """A torrent of the run with its downloads."""

    sorted: Sorted
    downloads: int


def tell(torrents: Sequence[Sorted], measures: Measures) -> list[Told]:
    """Each torrent in its place, which is its id in the tables."""
    downloads = measures.totals["downloads"].to_pylist()
    return [Told(one, count) for one, count in zip(torrents, downloads, strict=True)]


def tally(told: Iterable[Told]) -> Tally:
    """Count torrents and add up their downloads."""
    downloads = [one.downloads for one in told]
    return Tally(len(downloads), sum(downloads))
