"""What passes between the collector and its ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nyaastats.domain.torrents import Counts, InfoHash, Listed


@dataclass(frozen=True, slots=True)
class Stored:
    """What the ledger holds of a torrent that a page lists again."""

    spelling: str
    """The infohash as the database writes it; another scraper may have used capitals."""
    name: str
    trusted: bool | None
    remake: bool | None


@dataclass(frozen=True, slots=True)
class Named:
    """A listed torrent whose name was read."""

    torrent: Listed
    guess: str | None
    """guessit's output as JSON text; None when it could not read the name."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A torrent that nyaa now lists otherwise than the ledger has it."""

    spelling: str
    named: Named


@dataclass(frozen=True, slots=True)
class News:
    """What a page tells that the ledger does not know yet."""

    new: tuple[Named, ...] = ()
    edited: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A name that this version of guessit has not read."""

    spelling: str
    """Of its infohash."""
    name: str


@dataclass(frozen=True, slots=True)
class Reread:
    """What this version of guessit says of it; None when it cannot read it."""

    unread: Unread
    guess: str | None


@dataclass(frozen=True, slots=True)
class Due:
    """A torrent to be looked at."""

    spelling: str
    had_counts: bool
    """Whether a look ever found anything."""

    @property
    def infohash(self) -> InfoHash:
        """What the tracker is asked for."""
        return InfoHash(self.spelling.lower())


@dataclass(frozen=True, slots=True)
class Look:
    """An answer of the tracker about a torrent."""

    due: Due
    counts: Counts | None
    """None: nothing that can be believed, so there is no row."""


@dataclass(frozen=True, slots=True)
class PageMemory:
    """What the next request for a page must know."""

    address: str
    not_before: datetime
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Walk:
    """How far a backfill came."""

    start: str
    address: str
    """Of the last page that was stored."""
    page: int
    """Its number, counted from 1."""
    at: datetime
    """When it was stored."""
