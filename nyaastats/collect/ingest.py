"""Stores a page's torrents: parses the names of new and edited ones, and writes all in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from nyaastats.collect.events import PageSummary
from nyaastats.collect.guessit_pool import GUESSIT_VERSION, GuessitPool
from nyaastats.collect.nyaa.fields import TorrentPage
from nyaastats.collect.policy import PageDiff, diff_page
from nyaastats.errors import PageError
from nyaastats.store.ledger import Ledger
from nyaastats.store.records import BackfillCursor, HttpCacheEntry, ParsedTorrent, TorrentChanges, TorrentEdit


async def ingest_page(
    page: TorrentPage, seen_at: datetime, ledger: Ledger, pool: GuessitPool, *states: HttpCacheEntry | BackfillCursor
) -> PageSummary:
    """Store what the page changes, and with it the `states` of the page and the backfill, in one transaction.

    Raises PageError when all of its torrents are from the future: then nothing of it can be used.
    """
    stored = ledger.stored_torrents(torrent.infohash for torrent in page.torrents)
    diff = diff_page(page.torrents, stored, seen_at)
    if page.torrents and diff.from_the_future == len(page.torrents):
        raise PageError(f"all {len(page.torrents)} torrents of the page are of a later day than now: set the clock")
    changes = await _parse_names(diff, pool)
    ledger.store_page(changes, seen_at, GUESSIT_VERSION, *states)
    return PageSummary(
        listed=len(page.torrents) + sum(page.rejected.values()),
        new=len(changes.new),
        edited=len(changes.edited),
        rejected={reason.value: number for reason, number in page.rejected.items()} | _count_future(diff),
    )


async def _parse_names(diff: PageDiff, pool: GuessitPool) -> TorrentChanges:
    torrents = [*diff.new, *(change.torrent for change in diff.changed)]
    guesses = await _guess([torrent.name for torrent in torrents], pool)
    return TorrentChanges(
        new=tuple(ParsedTorrent(torrent, guesses[torrent.name]) for torrent in diff.new),
        edited=tuple(
            TorrentEdit(change.stored.stored_infohash, ParsedTorrent(change.torrent, guesses[change.torrent.name]))
            for change in diff.changed
        ),
    )


async def _guess(names: Sequence[str], pool: GuessitPool) -> dict[str, str | None]:
    """Guessit's output by name; in a thread, because a page of names takes it seconds."""
    try:
        guesses = await asyncio.to_thread(lambda: list(pool.guess(names)))
    except asyncio.CancelledError:
        pool.close()  # the event loop ends only after the thread, and the thread only with its pool
        raise
    return {guess.name: guess.data for guess in guesses}


def _count_future(diff: PageDiff) -> dict[str, int]:
    return {"from_the_future": diff.from_the_future} if diff.from_the_future else {}
