"""From a page's torrents to the ledger: what is new is named and stored, what was edited is named anew."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from nyaastats.collect.events import PageSummary
from nyaastats.collect.guessit_pool import GUESSIT_VERSION, GuessitPool
from nyaastats.collect.nyaa.fields import TorrentPage
from nyaastats.collect.policy import PageDiff, diff_page
from nyaastats.store.ledger import Ledger
from nyaastats.store.records import BackfillCursor, HttpCacheEntry, ParsedTorrent, TorrentChanges, TorrentEdit


async def ingest_page(
    page: TorrentPage, seen: datetime, ledger: Ledger, guesser: GuessitPool, *memories: HttpCacheEntry | BackfillCursor
) -> PageSummary:
    """Store what the page tells, and with it what is to be remembered of it, in one transaction."""
    stored = ledger.stored(one.infohash for one in page.torrents)
    sifted = diff_page(page.torrents, stored, seen)
    news = await _named(sifted, guesser)
    ledger.add(news, seen, GUESSIT_VERSION, *memories)
    return PageSummary(
        listed=len(page.torrents) + sum(page.refused.values()),
        new=len(news.new),
        edited=len(news.edited),
        refused={reason.value: number for reason, number in page.refused.items()} | _late(sifted),
    )


async def _named(sifted: PageDiff, guesser: GuessitPool) -> TorrentChanges:
    changed = [change.torrent.name for change in sifted.changed]
    guesses = await _guesses([one.name for one in sifted.new] + changed, guesser)
    return TorrentChanges(
        new=tuple(ParsedTorrent(one, guesses[one.name]) for one in sifted.new),
        edited=tuple(
            TorrentEdit(change.stored.stored_infohash, ParsedTorrent(change.torrent, guesses[change.torrent.name]))
            for change in sifted.changed
        ),
    )


async def _guesses(names: Sequence[str], guesser: GuessitPool) -> dict[str, str | None]:
    """What guessit says of each name; reading them takes seconds, in which the loop goes on."""
    try:
        guesses = await asyncio.to_thread(lambda: list(guesser.guess(names)))
    except asyncio.CancelledError:
        guesser.close()  # or the thread would read on, and the loop does not end before it
        raise
    return {guess.name: guess.data for guess in guesses}


def _late(sifted: PageDiff) -> dict[str, int]:
    return {"from_the_future": sifted.from_the_future} if sifted.from_the_future else {}
