"""The records that pass between the collector and its ledger.

`stored_infohash` is an infohash as the database has it: another scraper may have written it in capitals, and the tables
are joined by that text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from nyaastats.domain.torrents import InfoHash, ListedTorrent, ScrapeCounts


@dataclass(frozen=True, slots=True)
class StoredTorrent:
    """A stored torrent, as far as it is compared with a page's entry."""

    stored_infohash: str
    name: str
    trusted: bool | None
    remake: bool | None


@dataclass(frozen=True, slots=True)
class ParsedTorrent:
    """A listed torrent whose name guessit has parsed."""

    torrent: ListedTorrent
    guess: str | None
    """guessit's output as JSON text; None when it could not parse the name."""


@dataclass(frozen=True, slots=True)
class TorrentEdit:
    """A stored torrent that nyaa now lists differently."""

    stored_infohash: str
    parsed: ParsedTorrent


@dataclass(frozen=True, slots=True)
class TorrentChanges:
    """What a page changes in the ledger."""

    new: tuple[ParsedTorrent, ...] = ()
    edited: tuple[TorrentEdit, ...] = ()


@dataclass(frozen=True, slots=True)
class OutdatedParse:
    """A stored name that another version of guessit has parsed, or none."""

    stored_infohash: str
    name: str


@dataclass(frozen=True, slots=True)
class UpdatedParse:
    """What this version of guessit makes of such a name."""

    outdated: OutdatedParse
    guess: str | None
    """As in ParsedTorrent."""


@dataclass(frozen=True, slots=True)
class DueSlice:
    """Due are the torrents published in `(published_after, published_until]` and not scraped since `scraped_before`."""

    published_after: datetime
    published_until: datetime
    scraped_before: datetime

    def contains(self, published_at: datetime, last_scraped_at: datetime | None) -> bool:
        """Whether a torrent is due by this slice."""
        return self.published_after < published_at <= self.published_until and (
            last_scraped_at is None or last_scraped_at < self.scraped_before
        )


class DueOrder(Enum):
    """In which order due torrents are scraped; equals by their infohash."""

    YOUNGEST_FIRST = "published_at"
    MOST_DOWNLOADED_FIRST = "last_downloads"
    """By the downloads of the last scrape; 0 before the first."""


@dataclass(frozen=True, slots=True)
class DueTorrent:
    """A torrent that is due to be scraped."""

    stored_infohash: str
    ever_nonzero: bool
    """Whether any scrape of it had a count above 0."""

    @property
    def infohash(self) -> InfoHash:
        """The infohash in lower case, for the request to the tracker."""
        return InfoHash(self.stored_infohash.lower())


@dataclass(frozen=True, slots=True)
class ScrapeResult:
    """What the tracker answered about a torrent."""

    due: DueTorrent
    counts: ScrapeCounts | None
    """None: no counts, or none that can be believed; no row of `stats` is written."""

    @property
    def is_lost(self) -> bool:
        """Whether the tracker has no counts of a torrent that had some before."""
        return self.counts is None and self.due.ever_nonzero


@dataclass(frozen=True, slots=True)
class HttpCacheEntry:
    """The HTTP state of a page, for the next request."""

    url: str
    not_before: datetime
    """No request is sent before this time."""
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class TrackerState:
    """What the next run must know of a tracker's address."""

    url: str
    not_before: datetime
    """No request is sent before this time: the tracker asked for a pause."""
    max_infohashes: int | None = None
    """It answered for so many torrents a request; None: for as many as were asked for."""
    limit_seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BackfillCursor:
    """How far a backfill came."""

    start_url: str
    page_url: str
    """Of the last page that was stored."""
    page: int
    """Its number, counted from 1."""
    stored_at: datetime


@dataclass(frozen=True, slots=True)
class TrimRange:
    """Which scrapes may be taken out of the database: those that are old, usable, archived, and not needed in it."""

    archived_rowid: int
    """The last row of `stats` that the archive holds."""
    guarded_rows: int
    """So many rows up to it stay: by them the archive recognises its database."""
    scraped_before: datetime
    now: datetime
    """A torrent's last scrape stays, and a scrape from the future is not one: `db delete-after` would delete it."""


@dataclass(frozen=True, slots=True)
class Trim:
    """What was taken out of the database, and the archive that holds it."""

    trim_key: str
    """In the archive's manifest too; an older copy of the archive does not have it."""
    archive: str
    """Its folder at that time."""
    scraped_before: datetime
    scrapes: int
    trimmed_at: datetime


@dataclass(frozen=True, slots=True)
class Deletion:
    """What a command has deleted for good."""

    generation: int
    """Of the database since then."""
    previous: int | None
    """The one before; None: not known, an older nyaastats has deleted it."""
    deleted_after: int
    """All counts stamped later, in seconds."""
    max_rowid: int
    """Of the rows that stayed."""
