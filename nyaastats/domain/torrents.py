"""Torrents as nyaa lists them and the database stores them, and what a tracker counts of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

InfoHash = NewType("InfoHash", str)
"""A torrent's SHA-1 in lower-case hexadecimal, 40 characters."""


@dataclass(frozen=True, slots=True)
class Torrent:
    """A row of `torrents`; `published` is None only for a name without a date (`evaluate`, `explain`)."""

    infohash: InfoHash
    name: str
    published: datetime | None
    guess: str | None = None
    """The stored guessit output, as JSON text."""
    status: str = "active"
    """The collector's: `active`, `dead` or `guessit_failed`."""
    size_bytes: int | None = None
    trusted: bool | None = None
    remake: bool | None = None


@dataclass(frozen=True, slots=True)
class ScrapeCounts:
    """A tracker's three counts of one torrent at one moment; none is negative."""

    seeders: int | None
    """Peers that have all of it: `complete` in BEP 48. None: the tracker's number is impossible."""
    leechers: int | None
    """Peers that do not: `incomplete`; None likewise, and one of the two at most."""
    downloads: int
    """How often a peer reported that it has the whole torrent: `downloaded`."""

    @property
    def is_all_zero(self) -> bool:
        """Whether all three are 0; some trackers also answer this for a torrent that they do not know."""
        return self.seeders == self.leechers == self.downloads == 0  # an unknown number is no zero


@dataclass(frozen=True, slots=True)
class ListedTorrent:
    """A torrent as one of nyaa's pages lists it; a field is None where the page does not state it."""

    infohash: InfoHash
    name: str
    published: datetime
    """In UTC."""
    size_bytes: int | None
    """As near as nyaa writes it: `1.4 GiB`."""
    nyaa_id: int | None
    trusted: bool | None
    remake: bool | None
    counts: ScrapeCounts | None


class Rejection(StrEnum):
    """Why a row of `torrents` is left out."""

    BAD_INFOHASH = "bad_infohash"
    """Not 40 hexadecimal digits."""
    DUPLICATE = "duplicate"
    """An earlier row has the same infohash, perhaps in the other case."""
    NO_NAME = "no_name"
    """The name is missing or empty."""
    UNPARSABLE_TIME = "unparsable_time"
    """The publication time is not ISO 8601."""
    BROKEN_JSON = "broken_json"
    """The stored guessit output is neither NULL nor a JSON object."""


@dataclass(frozen=True, slots=True)
class TorrentRows:
    """What the table `torrents` holds, and whether it is synthetic."""

    torrents: tuple[Torrent, ...]
    """In the order of their infohash; every `published` is in UTC."""
    rejected: Mapping[Rejection, int]
    """How many rows were left out, by reason; a reason without rows is not there."""
    is_synthetic: bool
    """Whether the database has the `application_id` of a synthetic season."""
