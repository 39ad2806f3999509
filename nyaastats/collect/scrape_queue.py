"""The torrents that a run scrapes: from when they are due until the tracker has answered, and is believed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from nyaastats.domain.torrents import InfoHash
from nyaastats.store.ledger import Ledger
from nyaastats.store.records import DueTorrent, ScrapeResult


@dataclass(frozen=True, slots=True)
class _LostScrapes:
    """Torrents of one answer that had counts before, and have none in it."""

    results: Sequence[ScrapeResult]
    answered_at: datetime


class ScrapeQueue:
    """The due torrents, read no faster than the tracker answers, and kept only until it has.

    Kept to the end of the run are those that the tracker has lost: only then is known whether to believe it.
    """

    def __init__(self, due: Iterator[DueTorrent]) -> None:
        self._due = due
        self._pending: dict[InfoHash, DueTorrent] = {}
        self._lost: list[_LostScrapes] = []

    def __iter__(self) -> Iterator[InfoHash]:
        for due in self._due:
            self._pending[due.infohash] = due
            yield due.infohash

    def take(self, infohashes: Iterable[InfoHash]) -> list[DueTorrent]:
        """Remove and return the pending torrents of one outcome."""
        return [self._pending.pop(infohash) for infohash in infohashes]

    def keep_lost(self, results: Sequence[ScrapeResult], answered_at: datetime) -> Sequence[ScrapeResult]:
        """Set aside the results of torrents that the tracker has lost; return the others."""
        if lost := [result for result in results if result.is_lost]:
            self._lost.append(_LostScrapes(lost, answered_at))
        return [result for result in results if not result.is_lost]

    def record_lost(self, ledger: Ledger, tracker: str) -> None:
        """Store that they were scraped: they are due again at the next boundary of their pace."""
        for lost in self._lost:
            ledger.record_scrapes(lost.results, lost.answered_at, tracker)
