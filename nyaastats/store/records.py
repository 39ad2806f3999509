"""What passes between the collector and its ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nyaastats.domain.torrents import InfoHash, ListedTorrent, ScrapeCounts


@dataclass(frozen=True, slots=True)
class StoredTorrent:
    """What the ledger holds of a torrent that a page lists again."""

    stored_infohash: str
    """The infohash as the database writes it; another scraper may have used capitals."""
    name: str
    trusted: bool | None
    remake: bool | None


@dataclass(frozen=True, slots=True)
class ParsedTorrent:
    """A listed torrent whose name was read."""

    torrent: ListedTorrent
    guess: str | None
    """guessit's output as JSON text; None when it could not read the name."""


@dataclass(frozen=True, slots=True)
class TorrentEdit:
    """A torrent that nyaa now lists otherwise than the ledger has it."""

    stored_infohash: str
    named: ParsedTorrent


@dataclass(frozen=True, slots=True)
class TorrentChanges:
    """What a page tells that the ledger does not know yet."""

    new: tuple[ParsedTorrent, ...] = ()
    edited: tuple[TorrentEdit, ...] = ()


@dataclass(frozen=True, slots=True)
class OutdatedParse:
    """A name that this version of guessit has not read."""

    stored_infohash: str
    """Of its infohash."""
    name: str


@dataclass(frozen=True, slots=True)
class UpdatedParse:
    """What this version of guessit says of it; None when it cannot read it."""

    unread: OutdatedParse
    guess: str | None


@dataclass(frozen=True, slots=True)
class DueTorrent:
    """A torrent to be looked at."""

    stored_infohash: str
    ever_nonzero: bool
    """Whether a look ever found anything."""

    @property
    def infohash(self) -> InfoHash:
        """What the tracker is asked for."""
        return InfoHash(self.stored_infohash.lower())


@dataclass(frozen=True, slots=True)
class ScrapeResult:
    """An answer of the tracker about a torrent."""

    due: DueTorrent
    counts: ScrapeCounts | None
    """None: nothing that can be believed, so there is no row."""


@dataclass(frozen=True, slots=True)
class HttpCacheEntry:
    """What the next request for a page must know."""

    address: str
    not_before: datetime
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class BackfillCursor:
    """How far a backfill came."""

    start: str
    address: str
    """Of the last page that was stored."""
    page: int
    """Its number, counted from 1."""
    at: datetime
    """When it was stored."""
