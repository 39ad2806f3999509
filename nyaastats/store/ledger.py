"""nyaastats.db as the collector writes it: every method is one transaction, done whole or not at all.

A kill at any moment leaves what the last transaction left: SQLite's log (WAL) sees to it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from nyaastats.domain.torrents import InfoHash
from nyaastats.errors import DatabaseError
from nyaastats.store.foreign_import import import_foreign_torrents, last_scraped_at
from nyaastats.store.migrations import migrate
from nyaastats.store.reader import LENIENT, SYNTHETIC, check_file, fetch, parse_time, translate_sqlite_errors
from nyaastats.store.records import (
    BackfillCursor,
    DueTorrent,
    HttpCacheEntry,
    OutdatedParse,
    ParsedTorrent,
    ScrapeResult,
    StoredTorrent,
    TorrentChanges,
    TorrentEdit,
    UpdatedParse,
)

PATIENCE = 60.0
"""Seconds to wait for another program that holds the database."""

SILENT_LOOKS = 3
"""A torrent that the tracker answered with three zeros so many times in a row is dead."""

MEANINGS: Mapping[str, str] = {
    "SQLITE_BUSY": "is locked by another program: the next run tries again",
    "SQLITE_FULL": "cannot grow, its disk is full: make room; what was stored stands",
    "SQLITE_IOERR": "cannot be read or written, its disk fails or is full: make room; what was stored stands",
    "SQLITE_READONLY": "cannot be written: make it and its folder writable",
    "SQLITE_CANTOPEN": "cannot be opened: make its folder, and make it writable",
    "SQLITE_CONSTRAINT": "takes no such row ({error}): give that column a default, or use a database of our own",
}
"""What SQLite's errors mean to one who writes."""


@contextmanager
def open_ledger(path: Path, *, patience: float = PATIENCE) -> Iterator[Ledger]:
    """Open or make the database at `path` and bring it up to date.

    Raises DatabaseError when it cannot be: not SQLite, a made-up season, written by a newer nyaastats, no room.
    """
    if path.exists() and path.stat().st_size:  # SQLite takes an empty file for a new database, and so do we
        check_file(path)
    with (
        translate_sqlite_errors(path, MEANINGS),
        closing(sqlite3.connect(path, timeout=patience, isolation_level=None)) as connection,
    ):
        _refuse_made_up(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        migrate(connection, path)
        import_foreign_torrents(connection)
        yield Ledger(connection, path)


def _refuse_made_up(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA application_id").fetchone() == (SYNTHETIC,):
        raise DatabaseError(f"{str(path)!r} holds a made-up season: real counts need a file of their own")


class Ledger:
    """The collector's view of the database; times are in UTC, whole seconds."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    # --- what is there ------------------------------------------------------------------------------------------------

    def due(self, published_after: datetime, published_until: datetime, scraped_before: datetime) -> list[DueTorrent]:
        """The living torrents published in `(after, until]` without a look since `scraped_before`, youngest first."""
        moments = (published_after, published_until, scraped_before)
        return [
            DueTorrent(str(stored_infohash), bool(had))
            for stored_infohash, had in self._rows(_DUE, *map(_seconds, moments))
        ]

    def stored(self, infohashes: Iterable[InfoHash]) -> dict[InfoHash, StoredTorrent]:
        """Those of the torrents that are known already."""
        found = (row for infohash in infohashes for row in self._rows(_STORED, infohash))
        return {
            InfoHash(stored_infohash.lower()): StoredTorrent(stored_infohash, name, _flag(trusted), _flag(remake))
            for stored_infohash, name, trusted, remake in found
        }

    def newest_scrape_at(self) -> datetime | None:
        """When any torrent was last looked at."""
        ((newest,),) = self._rows("SELECT max(last) FROM looks")
        return None if newest is None else _moment(newest)

    def page(self, address: str) -> HttpCacheEntry | None:
        """What is remembered of a page, if it was ever asked for."""
        for not_before, etag, last_modified in self._rows(_PAGE, address):
            return HttpCacheEntry(address, _moment(not_before), etag, last_modified)
        return None

    def walk(self, start: str) -> BackfillCursor | None:
        """How far the backfill that began at `start` came; None when there is none, or it came to its end."""
        for address, page, at in self._rows("SELECT address, page, at FROM walks WHERE start = ?", start):
            return BackfillCursor(start, address, page, _moment(at))
        return None

    def tracker(self) -> str | None:
        """The tracker whose counts these are; None as long as none was asked."""
        for (tracker,) in self._rows("SELECT tracker FROM origin"):
            return str(tracker)
        return None

    def silent(self) -> list[str]:
        """The living torrents that have been nothing but zeros for `SILENT_LOOKS` looks, as they are spelled."""
        return [str(row[0]) for row in self._rows(_SILENT, SILENT_LOOKS)]

    def outdated_parses(self, guessit_version: str, after: str, limit: int) -> list[OutdatedParse]:
        """The next torrents, by infohash, whose names were read by another version of guessit."""
        return [OutdatedParse(*row) for row in self._rows(_MISREAD, guessit_version, after, limit)]

    # --- what is new --------------------------------------------------------------------------------------------------

    def add(
        self, news: TorrentChanges, seen: datetime, guessit_version: str, *memories: HttpCacheEntry | BackfillCursor
    ) -> None:
        """Store what a page of nyaa's told, the first counts of new torrents stamped with the time they were `seen`.

        What is remembered of the page itself, and of the walk, is stored with it: all stands, or nothing.
        """
        with self._transaction() as connection:
            connection.executemany(_NEW_TORRENT, [_torrent_row(named, guessit_version) for named in news.new])
            connection.executemany(_STATS, [row for named in news.new for row in _first_counts(named, seen)])
            connection.executemany(_NEW_LOOK, [_first_look(named, seen) for named in news.new])
            connection.executemany(_EDIT, [_edit_row(edit, guessit_version) for edit in news.edited])
            for memory in memories:
                connection.execute(*_memory_row(memory))

    def remember(self, page: HttpCacheEntry) -> None:
        """Keep what the next request for the page must know."""
        with self._transaction() as connection:
            connection.execute(_REMEMBER_PAGE, _page_row(page))

    def update_parses(self, names: Iterable[UpdatedParse], guessit_version: str) -> None:
        """Store what this version of guessit says of names that are there."""
        rows = [(one.guess, guessit_version, _status(one.guess), one.unread.stored_infohash) for one in names]
        with self._transaction() as connection:
            connection.executemany(_READ_ANEW, rows)

    def forget_walk(self, start: str) -> None:
        """Begin anew the next time: the backfill came to its end."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM walks WHERE start = ?", (start,))

    def record(self, looks: Sequence[ScrapeResult], at: datetime, tracker: str) -> None:
        """Store what the tracker answered at one moment; with the first count, whose counts these are."""
        counted = [(look.due.stored_infohash, look.counts) for look in looks if look.counts]
        with self._transaction() as connection:
            connection.executemany(
                _STATS, [(key, stamp(at), one.seeders, one.leechers, one.downloads) for key, one in counted]
            )
            connection.executemany(_LOOKED, [(_seconds(at), look.due.stored_infohash) for look in looks])
            connection.executemany(_FOUND, [(one.is_all_zero, one.is_all_zero, key) for key, one in counted])
            if counted:  # an address that never answered may be a slip of the pen
                connection.execute(_FIRST_ORIGIN, (tracker,))

    def mark_dead(self, spellings: Iterable[str]) -> None:
        """Look at these no more."""
        rows = [(stored_infohash,) for stored_infohash in spellings]
        with self._transaction() as connection:
            connection.executemany("UPDATE looks SET dead = 1 WHERE infohash = ?", rows)
            connection.executemany("UPDATE torrents SET status = 'dead' WHERE infohash = ? AND status = 'active'", rows)

    def revive(self) -> int:
        """Let nobody be dead; how many were. Those who are young enough are looked at again."""
        with self._transaction() as connection:
            connection.execute(_REVIVED)
            return connection.execute("UPDATE looks SET dead = 0, zeros = 0 WHERE dead").rowcount

    def rewind(self, to: datetime) -> int:
        """Take out all counts that are stamped later, and look at their torrents again; how many there were."""
        with self._transaction() as connection:
            connection.text_factory = LENIENT
            taken = connection.execute(_TAKE_OUT, (json.dumps(_later(connection, to)),)).rowcount
            ahead = connection.execute("SELECT infohash FROM looks WHERE last > ?", (_seconds(to),)).fetchall()
            looks = [(last_scraped_at(connection, stored_infohash), stored_infohash) for (stored_infohash,) in ahead]
            connection.executemany(
                _LOOKED, [(last and _seconds(last), stored_infohash) for last, stored_infohash in looks]
            )
            return taken

    def belong_to(self, tracker: str) -> None:
        """Say that the tracker whose counts these are goes by this name now."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM origin")
            connection.execute("INSERT INTO origin (tracker) VALUES (?)", (tracker,))

    # --- how ----------------------------------------------------------------------------------------------------------

    def _rows(self, query: str, *values: object) -> list[_Row]:
        with translate_sqlite_errors(self._path, MEANINGS):
            return fetch(self._connection, query, values)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with translate_sqlite_errors(self._path, MEANINGS):
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:  # commits, or rolls back
                yield self._connection


_DUE = """
SELECT infohash, had_counts FROM looks
WHERE dead = 0 AND published > ? AND published <= ? AND (last IS NULL OR last < ?)
ORDER BY published DESC
"""
_STORED = "SELECT infohash, filename, trusted, remake FROM torrents WHERE infohash = ? COLLATE NOCASE"
_PAGE = "SELECT not_before, etag, last_modified FROM pages WHERE address = ?"
_SILENT = "SELECT infohash FROM looks INDEXED BY looks_silent WHERE zeros > 0 AND zeros >= ? AND dead = 0"

_NEW_TORRENT = """
INSERT INTO torrents (infohash, filename, pubdate, size_bytes, nyaa_id, trusted, remake, status, guessit_data,
                      guessit_version)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_EDIT = """
UPDATE torrents SET filename = ?, guessit_data = ?, guessit_version = ?,
  trusted = coalesce(?, trusted), remake = coalesce(?, remake),
  status = CASE WHEN status IN ('active', 'guessit_failed') THEN ? ELSE status END
WHERE infohash = ?
"""
_MISREAD = """
SELECT infohash, filename FROM torrents
WHERE guessit_version IS NOT ? AND infohash > ? AND typeof(filename) = 'text'
  AND typeof(infohash) = 'text' AND NOT infohash GLOB '*[^0-9a-fA-F]*'
ORDER BY infohash LIMIT ?
"""
_READ_ANEW = """
UPDATE torrents SET guessit_data = ?, guessit_version = ?,
  status = CASE WHEN status IN ('active', 'guessit_failed') THEN ? ELSE status END
WHERE infohash = ?
"""
_REVIVED = """
UPDATE torrents
SET status = iif(guessit_data IS NULL AND guessit_version IS NOT NULL, 'guessit_failed', 'active')
WHERE status = 'dead'
"""
# Not OR IGNORE, which would also pass over a row that lacks what another scraper's table demands.
_STATS = """
INSERT INTO stats (infohash, timestamp, seeders, leechers, downloads) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
_NEW_LOOK = "INSERT INTO looks (infohash, published, last, had_counts) VALUES (?, ?, ?, ?)"
_LOOKED = "UPDATE looks SET last = ? WHERE infohash = ?"
_FOUND = "UPDATE looks SET zeros = iif(?, zeros + 1, 0), had_counts = had_counts OR NOT ? WHERE infohash = ?"
_FIRST_ORIGIN = "INSERT INTO origin (tracker) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM origin)"
_REMEMBER_PAGE = "INSERT OR REPLACE INTO pages (address, not_before, etag, last_modified) VALUES (?, ?, ?, ?)"
_REMEMBER_WALK = "INSERT OR REPLACE INTO walks (start, address, page, at) VALUES (?, ?, ?, ?)"

_TAKE_OUT = "DELETE FROM stats WHERE timestamp IN (SELECT value FROM json_each(?))"

_Row = tuple[Any, ...]


def _later(connection: sqlite3.Connection, than: datetime) -> list[str]:
    """The times in `stats`, as they are written there, that come later."""
    texts = connection.execute("SELECT DISTINCT timestamp FROM stats")
    return [text for (text,) in texts if (moment := parse_time(text)) and moment > than]


def _torrent_row(named: ParsedTorrent, guessit_version: str) -> _Row:
    one = named.torrent
    facts = (one.infohash, one.name, stamp(one.published), one.size_bytes, one.nyaa_id, one.trusted, one.remake)
    return (*facts, _status(named.guess), named.guess, guessit_version)


def _edit_row(edit: TorrentEdit, guessit_version: str) -> _Row:
    named, one = edit.named, edit.named.torrent
    return one.name, named.guess, guessit_version, one.trusted, one.remake, _status(named.guess), edit.stored_infohash


def _status(guess: str | None) -> str:
    return "guessit_failed" if guess is None else "active"


def _first_counts(named: ParsedTorrent, seen: datetime) -> Iterator[_Row]:
    if counts := named.torrent.counts:
        yield named.torrent.infohash, stamp(seen), counts.seeders, counts.leechers, counts.downloads


def _first_look(named: ParsedTorrent, seen: datetime) -> _Row:
    """Make its row in `looks`; counts of nyaa's page are a look, but its zeros do not tell that a torrent is dead."""
    one = named.torrent
    found = one.counts is not None and not one.counts.is_all_zero
    return one.infohash, _seconds(one.published), _seconds(seen) if one.counts else None, found


def _memory_row(memory: HttpCacheEntry | BackfillCursor) -> tuple[str, _Row]:
    """What stores it, and its row."""
    if isinstance(memory, HttpCacheEntry):
        return _REMEMBER_PAGE, _page_row(memory)
    return _REMEMBER_WALK, (memory.start, memory.address, memory.page, _seconds(memory.at))


def _page_row(page: HttpCacheEntry) -> _Row:
    return page.address, _seconds(page.not_before), page.etag, page.last_modified


def _flag(value: object) -> bool | None:
    return None if value is None else bool(value)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _seconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(seconds=1)  # exact also for years in which timestamp() fails


def _moment(seconds: int) -> datetime:
    return _EPOCH + timedelta(seconds=seconds)


def stamp(moment: datetime) -> str:
    """A time as it is written to the tables that others read: `2025-10-07T15:30:00Z`."""
    return moment.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
