"""nyaastats.db as the collector writes it: every method is one transaction.

A kill at any moment leaves the database as after the last whole transaction, by SQLite's write-ahead log (WAL).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from nyaastats.domain.health import FailureStreak, Subject
from nyaastats.domain.times import parse_time_or_none
from nyaastats.domain.torrents import InfoHash
from nyaastats.errors import DatabaseError
from nyaastats.store.deletions import add_deletion, forget_deletions, keep_rows, raise_generation
from nyaastats.store.due_queries import DUE, DUE_COUNT, DueCursor, slices_text
from nyaastats.store.foreign_import import import_foreign_torrents, read_last_scraped_at
from nyaastats.store.migrations import is_current, migrate
from nyaastats.store.reader import SYNTHETIC, check_file, decode_leniently, fetch_rows, is_new, open_readonly
from nyaastats.store.records import (
    BackfillCursor,
    DueOrder,
    DueSlice,
    DueTorrent,
    HttpCacheEntry,
    OutdatedParse,
    ScrapeResult,
    StoredTorrent,
    TorrentChanges,
    TrackerState,
    Trim,
    TrimRange,
    UpdatedParse,
)
from nyaastats.store.rows import (
    Row,
    backfill_row,
    counted_row,
    edit_row,
    failure_streak_row,
    first_counts_rows,
    first_state_row,
    format_time,
    from_seconds,
    http_cache_row,
    status_of,
    to_flag,
    to_seconds,
    torrent_row,
    tracker_state_row,
)
from nyaastats.store.sqlite_errors import WRITER_MESSAGES, translate_sqlite_errors
from nyaastats.store.trims import (
    ADD_TRIM,
    count_trimmable,
    delete_trimmable,
    make_trim_row,
    read_trimmable,
    read_trims,
)

BUSY_TIMEOUT_SECONDS = 60.0
"""How long to wait for another program that has locked the database."""

DEAD_AFTER_ZEROS = 3
"""After so many scrapes in a row of nothing but zeros a torrent is marked as dead."""

DEATH_GRACE = timedelta(days=1)
"""Zeros count towards death from this age on: many a torrent is listed hours before its uploader seeds it.

Until then a tracker does not know it. Over HTTP it is left out (BEP 48) and over UDP it has three zeros (BEP 15), so
without the grace the protocol would decide whether it lives.
"""


@contextmanager
def open_ledger(path: Path, *, busy_timeout_seconds: float = BUSY_TIMEOUT_SECONDS) -> Iterator[Ledger]:
    """Open or create the database at `path` and bring it up to date.

    Raises DatabaseError when it cannot be: not SQLite, a synthetic season, written by a newer nyaastats, no room.
    """
    if not is_new(path):
        check_file(path)
    with (
        translate_sqlite_errors(path, WRITER_MESSAGES),
        # isolation_level None: Python begins no transactions of its own accord; each method says where one begins.
        closing(sqlite3.connect(path, timeout=busy_timeout_seconds, isolation_level=None)) as connection,
    ):
        _refuse_synthetic(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")  # readers, the ETL, never block the writer
        migrate(connection, path)
        import_foreign_torrents(connection)
        yield Ledger(connection, path)


@contextmanager
def read_ledger(path: Path) -> Iterator[Ledger | None]:
    """Open the database only to read it; None where `open_ledger` would make it, or bring it up to date first.

    Raises DatabaseError as `open_ledger` does; a method that writes fails.
    """
    if is_new(path):
        yield None
        return
    with open_readonly(path) as connection:
        _refuse_synthetic(connection, path)
        yield Ledger(connection, path) if is_current(connection) else None


def _refuse_synthetic(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA application_id").fetchone() == (SYNTHETIC,):
        raise DatabaseError(f"{str(path)!r} holds a synthetic season: name another file for real counts with --db")


class Ledger:
    """The collector's view of the database; times are in UTC, whole seconds."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    # --- queries ------------------------------------------------------------------------------------------------------

    def due_torrents(self, due_slices: Iterable[DueSlice], order: DueOrder) -> Iterator[DueTorrent]:
        """The living torrents of any of the slices, in this order.

        They are read in pages, so that thousands are never held together; scrapes may be recorded in between.
        """
        slices, cursor = slices_text(due_slices), DueCursor()
        while page := self._rows(DUE[order], *cursor.values(slices)):
            for stored_infohash, ever_nonzero, key in page:
                cursor = DueCursor(key, str(stored_infohash))
                yield DueTorrent(cursor.stored_infohash, bool(ever_nonzero))

    def count_due(self, due_slices: Iterable[DueSlice]) -> int:
        """How many `due_torrents` would yield."""
        ((number,),) = self._rows(DUE_COUNT, slices_text(due_slices))
        return int(number)

    def stored_torrents(self, infohashes: Iterable[InfoHash]) -> dict[InfoHash, StoredTorrent]:
        """Those of the torrents that are stored already."""
        # One query a torrent: a page has 75 of them, and each is a search in an index.
        rows = (row for infohash in infohashes for row in self._rows(_STORED, infohash))
        return {
            InfoHash(stored_infohash.lower()): StoredTorrent(stored_infohash, name, to_flag(trusted), to_flag(remake))
            for stored_infohash, name, trusted, remake in rows
        }

    def newest_scrape_at(self) -> datetime | None:
        """When any torrent was last scraped."""
        ((newest,),) = self._rows("SELECT max(last_scraped_at) FROM scrape_state")
        return None if newest is None else from_seconds(newest)

    def http_cache_entry(self, url: str) -> HttpCacheEntry | None:
        """The stored HTTP state of a page; None when it was never requested."""
        for not_before, etag, last_modified in self._rows(_HTTP_CACHE, url):
            return HttpCacheEntry(url, from_seconds(not_before), etag, last_modified)
        return None

    def backfill_cursor(self, start_url: str) -> BackfillCursor | None:
        """How far the backfill from `start_url` came; None when there was none, or it was finished."""
        for page_url, page, stored_at in self._rows(_BACKFILL, start_url):
            return BackfillCursor(start_url, page_url, page, from_seconds(stored_at))
        return None

    def tracker(self) -> str | None:
        """The host of the tracker whose counts these are; None as long as none has answered."""
        for (host,) in self._rows("SELECT host FROM tracker"):
            return str(host)
        return None

    def tracker_state(self, url: str) -> TrackerState | None:
        """What is known of the tracker's address; None when it never asked for a pause, and showed no limit."""
        for not_before, max_infohashes, seen_at in self._rows(_TRACKER_STATE, url):
            limit_seen_at = None if seen_at is None else from_seconds(seen_at)
            return TrackerState(url, from_seconds(not_before), max_infohashes, limit_seen_at)
        return None

    def failure_streak(self, subject: Subject) -> FailureStreak | None:
        """How often in a row it has failed; None when the last run with it was a good one."""
        for failures, failed_since, reason in self._rows(_FAILURE_STREAK, subject.value):
            return FailureStreak(subject, failures, from_seconds(failed_since), reason)
        return None

    def has_torrents(self) -> bool:
        """Whether any torrent is stored."""
        return bool(self._rows("SELECT 1 FROM torrents LIMIT 1"))

    def zero_streaks(self) -> list[str]:
        """The stored infohashes of living torrents whose last `DEAD_AFTER_ZEROS` scrapes were all zero.

        Those within `DEATH_GRACE` of publication are not counted. None had counts before: downloads never shrink to 0.
        """
        return [str(row[0]) for row in self._rows(_ZERO_STREAKS, DEAD_AFTER_ZEROS)]

    def outdated_parses(self, guessit_version: str, after: str, limit: int) -> list[OutdatedParse]:
        """The next torrents, in the order of their infohash, whose names another version of guessit has parsed."""
        return [OutdatedParse(*row) for row in self._rows(_OUTDATED_PARSES, guessit_version, after, limit)]

    # --- commands -----------------------------------------------------------------------------------------------------

    def store_page(
        self, changes: TorrentChanges, seen_at: datetime, guessit_version: str, *states: HttpCacheEntry | BackfillCursor
    ) -> None:
        """Store what a page of nyaa changes; the first counts of new torrents are stamped with `seen_at`.

        `states`, of the page and of the backfill, are stored in the same transaction: a kill leaves all or nothing.
        """
        with self._transaction() as connection:
            connection.executemany(_NEW_TORRENT, [torrent_row(parsed, guessit_version) for parsed in changes.new])
            connection.executemany(_STATS, [row for new in changes.new for row in first_counts_rows(new, seen_at)])
            connection.executemany(_NEW_STATE, [first_state_row(parsed, seen_at) for parsed in changes.new])
            connection.executemany(_EDIT_TORRENT, [edit_row(edit, guessit_version) for edit in changes.edited])
            for state in states:
                connection.execute(*_state_statement(state))

    def store_http_cache(self, entry: HttpCacheEntry) -> None:
        """Store the HTTP state that the next request for a page needs."""
        with self._transaction() as connection:
            connection.execute(_STORE_HTTP_CACHE, http_cache_row(entry))

    def store_tracker_state(self, state: TrackerState) -> None:
        """Store what the next run must know of the tracker's address."""
        with self._transaction() as connection:
            connection.execute(_STORE_TRACKER_STATE, tracker_state_row(state))

    def store_failure_streak(self, streak: FailureStreak) -> None:
        """Store that a run with it failed."""
        with self._transaction() as connection:
            connection.execute(_STORE_FAILURE_STREAK, failure_streak_row(streak))

    def end_failure_streak(self, subject: Subject) -> None:
        """Store that a run with it was a good one; nothing is written where the last one was, too."""
        if self.failure_streak(subject):
            with self._transaction() as connection:
                connection.execute("DELETE FROM failure_streaks WHERE subject = ?", (subject.value,))

    def update_parses(self, parses: Iterable[UpdatedParse], guessit_version: str) -> None:
        """Store what this version of guessit makes of stored names."""
        rows = [
            (parse.guess, guessit_version, status_of(parse.guess), parse.outdated.stored_infohash) for parse in parses
        ]
        with self._transaction() as connection:
            connection.executemany(_UPDATE_PARSE, rows)

    def delete_backfill_cursor(self, start_url: str) -> None:
        """Delete the cursor of a backfill that is finished."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM backfills WHERE start_url = ?", (start_url,))

    def record_scrapes(self, results: Sequence[ScrapeResult], scraped_at: datetime, tracker: str) -> None:
        """Store one answer of the tracker; with the first counts of the database also the tracker's name."""
        counted = [(result.due.stored_infohash, result.counts) for result in results if result.counts]
        stamp, seconds = format_time(scraped_at), to_seconds(scraped_at)
        past_grace = to_seconds(scraped_at - DEATH_GRACE)
        with self._transaction() as connection:
            connection.executemany(
                _STATS, [(key, stamp, counts.seeders, counts.leechers, counts.downloads) for key, counts in counted]
            )
            connection.executemany(_SCRAPED, [(seconds, result.due.stored_infohash) for result in results])
            connection.executemany(_COUNTED, [counted_row(key, counts, past_grace) for key, counts in counted])
            if counted:  # not before: an address that never answered may be a typing error
                connection.execute(_FIRST_TRACKER, (tracker,))

    def mark_dead(self, stored_infohashes: Iterable[str]) -> None:
        """Mark these torrents as dead: they are no longer scraped."""
        rows = [(stored_infohash,) for stored_infohash in stored_infohashes]
        with self._transaction() as connection:
            connection.executemany("UPDATE scrape_state SET is_dead = 1 WHERE infohash = ?", rows)
            connection.executemany("UPDATE torrents SET status = 'dead' WHERE infohash = ? AND status = 'active'", rows)

    def reactivate(self) -> int:
        """Make all dead torrents active, so that those young enough are scraped again; return how many there were."""
        with self._transaction() as connection:
            connection.execute(_REACTIVATE)
            return connection.execute("UPDATE scrape_state SET is_dead = 0, zero_streak = 0 WHERE is_dead").rowcount

    def delete_after(self, moment: datetime) -> int:
        """Delete all counts of later seconds, and correct when their torrents were last scraped; return how many."""
        with self._transaction() as connection:
            connection.text_factory = decode_leniently
            stamps = json.dumps(_stamps_after(connection, _end_second(moment)))
            previous = raise_generation(connection)
            if read_trims(connection):
                keep_rows(connection, stamps)
            deleted = connection.execute(_DELETE_STAMPS, (stamps,)).rowcount
            add_deletion(connection, moment, previous)
            ahead = connection.execute(_SCRAPED_AFTER, (to_seconds(moment),)).fetchall()
            remaining = [(read_last_scraped_at(connection, infohash), infohash) for (infohash,) in ahead]
            connection.executemany(_SCRAPED, [(last and to_seconds(last), infohash) for last, infohash in remaining])
            return deleted

    def count_trimmable(self, rows: TrimRange) -> int:
        """How many scrapes `trim` would take out."""
        with translate_sqlite_errors(self._path, WRITER_MESSAGES):
            return count_trimmable(self._connection, rows)

    def trim(self, rows: TrimRange, approve: Callable[[Iterator[Row]], Trim | None]) -> int:
        """Take archived scrapes out; return how many.

        `approve` is given them while nobody else can write, and returns what is remembered of them, None of no scrape.
        When it raises, nothing is deleted. It must not open the database with DuckDB, whose own SQLite would take this
        one's locks from it (https://sqlite.org/howtocorrupt.html, 2.2.1).
        """
        with self._transaction() as connection:
            if (trim := approve(read_trimmable(connection, rows))) is None:
                return 0
            connection.execute(ADD_TRIM, make_trim_row(trim))
            forget_deletions(connection)
            return delete_trimmable(connection, rows)

    def set_tracker(self, host: str) -> None:
        """Store another host for the tracker of these counts: it has moved."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM tracker")
            connection.execute("INSERT INTO tracker (host) VALUES (?)", (host,))

    # --- internals ----------------------------------------------------------------------------------------------------

    def _rows(self, query: str, *values: object) -> list[Row]:
        with translate_sqlite_errors(self._path, WRITER_MESSAGES):
            return fetch_rows(self._connection, query, values)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with translate_sqlite_errors(self._path, WRITER_MESSAGES):
            # IMMEDIATE takes the write lock at once: a deferred one could fail as busy in the middle of its work.
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:  # commits, or rolls back
                yield self._connection


def _state_statement(state: HttpCacheEntry | BackfillCursor) -> tuple[str, Row]:
    if isinstance(state, HttpCacheEntry):
        return _STORE_HTTP_CACHE, http_cache_row(state)
    return _STORE_BACKFILL, backfill_row(state)


def _stamps_after(connection: sqlite3.Connection, moment: datetime) -> list[str]:
    """The times in `stats`, as they are written there, that come later: texts in several forms do not sort by time."""
    # A BLOB's text as well: the archive reads a time in either.
    texts = connection.execute("SELECT DISTINCT CAST(timestamp AS TEXT) FROM stats")
    return [text for (text,) in texts if (stamped_at := parse_time_or_none(text)) and stamped_at > moment]


def _end_second(moment: datetime) -> datetime:
    """The last instant of its second: the archive, which deletes the same rows, has whole seconds."""
    return moment.replace(microsecond=999_999)


_STORED = "SELECT infohash, filename, trusted, remake FROM torrents WHERE infohash = ? COLLATE NOCASE"
_HTTP_CACHE = "SELECT not_before, etag, last_modified FROM http_cache WHERE url = ?"
_BACKFILL = "SELECT page_url, page, stored_at FROM backfills WHERE start_url = ?"
# `zero_streak > 0` repeats the condition of the partial index, or SQLite could not use it.
_ZERO_STREAKS = """
SELECT infohash FROM scrape_state INDEXED BY scrape_state_zeros
WHERE zero_streak > 0 AND zero_streak >= ? AND is_dead = 0 AND NOT ever_nonzero
"""
_OUTDATED_PARSES = """
SELECT infohash, filename FROM torrents
WHERE guessit_version IS NOT ? AND infohash > ? AND typeof(filename) = 'text'
  AND typeof(infohash) = 'text' AND NOT infohash GLOB '*[^0-9a-fA-F]*'
ORDER BY infohash LIMIT ?
"""

_NEW_TORRENT = """
INSERT INTO torrents (infohash, filename, pubdate, size_bytes, nyaa_id, trusted, remake, status, guessit_data,
                      guessit_version)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_EDIT_TORRENT = """
UPDATE torrents SET filename = ?, guessit_data = ?, guessit_version = ?,
  trusted = coalesce(?, trusted), remake = coalesce(?, remake),
  status = CASE WHEN status IN ('active', 'guessit_failed') THEN ? ELSE status END
WHERE infohash = ?
"""
_UPDATE_PARSE = """
UPDATE torrents SET guessit_data = ?, guessit_version = ?,
  status = CASE WHEN status IN ('active', 'guessit_failed') THEN ? ELSE status END
WHERE infohash = ?
"""
_REACTIVATE = """
UPDATE torrents
SET status = iif(guessit_data IS NULL AND guessit_version IS NOT NULL, 'guessit_failed', 'active')
WHERE status = 'dead'
"""
# ON CONFLICT DO NOTHING, not OR IGNORE: that would also ignore a row which lacks a NOT NULL column of another scraper's
# table, and counts would be lost without a word.
_STATS = """
INSERT INTO stats (infohash, timestamp, seeders, leechers, downloads) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
_NEW_STATE = """
INSERT INTO scrape_state (infohash, published_at, last_scraped_at, ever_nonzero, last_downloads) VALUES (?, ?, ?, ?, ?)
"""
_SCRAPED = "UPDATE scrape_state SET last_scraped_at = ? WHERE infohash = ?"
_COUNTED = """
UPDATE scrape_state
SET zero_streak = iif(:is_all_zero, zero_streak + (published_at <= :past_grace), 0),
    ever_nonzero = ever_nonzero OR NOT :is_all_zero, last_downloads = :downloads
WHERE infohash = :infohash
"""
_FIRST_TRACKER = "INSERT INTO tracker (host) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM tracker)"
_STORE_HTTP_CACHE = "INSERT OR REPLACE INTO http_cache (url, not_before, etag, last_modified) VALUES (?, ?, ?, ?)"
_TRACKER_STATE = "SELECT not_before, max_infohashes, limit_seen_at FROM tracker_state WHERE url = ?"
_STORE_TRACKER_STATE = """
INSERT OR REPLACE INTO tracker_state (url, not_before, max_infohashes, limit_seen_at) VALUES (?, ?, ?, ?)
"""
_FAILURE_STREAK = "SELECT failures, failed_since, reason FROM failure_streaks WHERE subject = ?"
_STORE_FAILURE_STREAK = """
INSERT OR REPLACE INTO failure_streaks (subject, failures, failed_since, reason) VALUES (?, ?, ?, ?)
"""
_STORE_BACKFILL = "INSERT OR REPLACE INTO backfills (start_url, page_url, page, stored_at) VALUES (?, ?, ?, ?)"
_DELETE_STAMPS = "DELETE FROM stats WHERE CAST(timestamp AS TEXT) IN (SELECT value FROM json_each(?))"
_SCRAPED_AFTER = "SELECT infohash FROM scrape_state WHERE last_scraped_at > ?"
