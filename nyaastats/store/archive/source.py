"""What a database says of itself: how far its scrapes go, and whether those that were archived are still there."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from nyaastats.domain.scrapes import MAX_SCRAPED_SECONDS, ScrapeRejection
from nyaastats.errors import DatabaseError
from nyaastats.store.archive.manifest import ArchiveManifest, Watermark
from nyaastats.store.deletions import count_rejected, read_deletions, read_generation, read_last_rows
from nyaastats.store.reader import columns_of, decode_leniently, open_readonly, read_columns
from nyaastats.store.records import Trim
from nyaastats.store.rows import Row, from_seconds
from nyaastats.store.trims import read_trims

GUARDED_ROWS = 1_000
"""The last rows up to the watermark, which must be what they were. Another number would fit no archive that is there,
and a trimmed one cannot be built anew."""


@dataclass(frozen=True, slots=True)
class PendingDeletion:
    """What was deleted for good from a trimmed database, and not yet from its archive."""

    deleted_after: int
    """All counts stamped later, in seconds."""
    rejected: Mapping[ScrapeRejection, int]
    """Those of them that the archive had counted and does not hold."""
    watermark: Watermark
    """Up to the last row that stayed, at most: the numbers after it belong to rows that the archive does not have."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """A database's scrapes at one moment, by their row numbers."""

    max_rowid: int | None
    """The last row; 0: there is none. None where the table has no row numbers."""
    min_rowid: int
    """The first row, which may be below 1; 1 without rows or row numbers."""
    digest: str
    """SHA-256 of the last rows; empty without row numbers."""
    schema_version: int
    generation: int | None
    refusal: str | None
    """Why the archive cannot go on from where it ended, None if it can."""
    pending: PendingDeletion | None
    """What has to be deleted from the archive, which then can go on; None: nothing, or it is another database's."""
    trims: tuple[Trim, ...]
    """The first first; none: the database has all its scrapes, or was made to forget it."""
    remaining_rows: int | None = None
    """How many rows there are up to the watermark, if the database knows of no trim and its archive does; else None."""


def read_source_state(database: Path, archived: ArchiveManifest | None, newest_at: int | None = None) -> SourceState:
    """How far the database goes, and whether what the archive holds (`archived`) is still the beginning of it.

    `newest_at` is the archive's newest scrape, in seconds; None where it is not known. Raises DatabaseError when the
    database cannot be read.
    """
    with _open(database) as connection:
        state = _read_state(connection, database)
        if state.max_rowid is None:
            return replace(state, refusal="its table stats has no row numbers")
        refusal = _find_refusal(connection, archived, state) or _find_missing_rows(connection, archived, newest_at)
        pending = _find_pending_deletion(connection, archived, state) if refusal else None
        remaining_rows = _count_remaining_rows(connection, archived, state)
        return replace(state, refusal=refusal, pending=pending, remaining_rows=remaining_rows)


def _read_state(connection: sqlite3.Connection, database: Path) -> SourceState:
    read_columns(connection, database, may_be_empty=True)
    _refuse_other_rowids(connection, database)
    (schema_version,) = connection.execute("PRAGMA schema_version").fetchone()
    generation, trims = read_generation(connection), tuple(read_trims(connection))
    if not _has_rowid(connection):
        return SourceState(None, 1, "", schema_version, generation, None, None, trims)
    min_rowid, max_rowid = _read_rowids(connection)
    digest = _digest_up_to(connection, max_rowid)
    return SourceState(max_rowid, min_rowid, digest, schema_version, generation, None, None, trims)


def require_unchanged(database: Path, state: SourceState) -> None:
    """Raise DatabaseError unless the rows of `state` are still there: what was read since may be others.

    A collector adds rows after them; whoever deletes some lets their numbers be given again.
    """
    if state.max_rowid is None:
        return
    with _open(database) as connection:
        now = _read_state(connection, database)
        digest = _digest_up_to(connection, state.max_rowid)
    if (digest, now.schema_version, now.generation) != (state.digest, state.schema_version, state.generation):
        raise DatabaseError(
            f"{str(database)!r} was changed while it was read (rows deleted, vacuumed or replaced): "
            "run the same command again"
        )


def read_deleted_after(database: Path, archived: ArchiveManifest) -> int:
    """After which second counts were deleted for good since the archive was brought up to date; the last one: none."""
    generation = archived.watermark.generation if archived.watermark else None
    with _open(database) as connection:
        deletions = read_deletions(connection, generation) if generation is not None else []
    return min((deletion.deleted_after for deletion in deletions), default=MAX_SCRAPED_SECONDS)


def make_watermark(state: SourceState, rows: int) -> Watermark | None:
    """The watermark of an archive that holds all of `state`: so many `rows`."""
    return None if state.max_rowid is None else _make_watermark(state, state.max_rowid, state.digest, rows)


def _make_watermark(state: SourceState, rowid: int, digest: str, rows: int) -> Watermark:
    return Watermark(
        rowid=rowid, rows=rows, digest=digest, schema_version=state.schema_version, generation=state.generation
    )


@contextmanager
def _open(database: Path) -> Iterator[sqlite3.Connection]:
    with open_readonly(database) as connection:
        connection.text_factory = decode_leniently
        connection.execute("BEGIN")  # all that is read is of one moment
        yield connection


def _find_refusal(connection: sqlite3.Connection, archived: ArchiveManifest | None, state: SourceState) -> str | None:
    watermark = archived.watermark if archived else None
    if archived is None or watermark is None:
        return "there is none yet"
    if watermark.generation is None and state.generation is not None:
        return "the collector has taken the database over"
    if watermark.generation != state.generation:
        return "scrapes were deleted from the database"
    # A trimmed database can be vacuumed, and its tables may change: rows that VACUUM numbers anew fail the digest,
    # because a trimmed table has gaps. SQLite keeps the numbers where the table has an index, as ours has.
    if watermark.schema_version != state.schema_version and not archived.trim_keys:
        return "the database was vacuumed, or its tables changed"
    if watermark.rowid > (state.max_rowid or 0) or _digest_up_to(connection, watermark.rowid) != watermark.digest:
        return "the database is another, or rows were deleted from it"
    return None


def _find_missing_rows(
    connection: sqlite3.Connection, archived: ArchiveManifest | None, newest_at: int | None
) -> str | None:
    """Why the archive of an untrimmed database cannot go on, by the number of rows up to the watermark.

    Our collector's own deletions raise the generation, and it adds rows in the order of their times: they are counted
    where a new row is not newer than all that is archived, because it may be one that was deleted and put back. Of
    another scraper's deletions nothing but the number is known.
    """
    watermark = archived.watermark if archived else None
    if archived is None or watermark is None or archived.trim_keys:  # a trimmed one compares such rows with its own
        return None
    if watermark.generation is not None and newest_at is not None:
        (has_older_rows,) = connection.execute(_HAS_OLDER_ROWS, (watermark.rowid, _write_time(newest_at))).fetchone()
        if not has_older_rows:
            return None
    if _count_rows(connection, watermark.rowid) == watermark.rows:
        return None
    return "rows were deleted from the database"


# By the text, which is far quicker than to parse it, and so only where it has our collector's form. The sign keeps
# SQLite from an index of times, in which it would look at all of them.
_HAS_OLDER_ROWS = """
SELECT EXISTS (
  SELECT 1 FROM stats
  WHERE rowid > ? AND NOT (
    typeof(timestamp) = 'text' AND timestamp GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z' AND +timestamp > ?
  )
)
"""


def _write_time(seconds: int) -> str:
    return f"{from_seconds(seconds):%Y-%m-%dT%H:%M:%SZ}"


def _count_remaining_rows(
    connection: sqlite3.Connection, archived: ArchiveManifest | None, state: SourceState
) -> int | None:
    watermark = archived.watermark if archived and archived.trim_keys and not state.trims else None
    return _count_rows(connection, watermark.rowid) if watermark else None


def _find_pending_deletion(
    connection: sqlite3.Connection, archived: ArchiveManifest | None, state: SourceState
) -> PendingDeletion | None:
    """None unless the trimmed database, before the deletions, was the one that the archive was brought up to date with.

    Only the last rows that it had tell it from an older copy to which others were added: the numbers are the same.
    """
    watermark = archived.watermark if archived else None
    if archived is None or watermark is None or watermark.generation is None or not state.trims:
        return None
    generation, rowid = watermark.generation, watermark.rowid
    deletions = read_deletions(connection, generation) if archived.has_trimmed(state.trims[-1].trim_key) else []
    if not deletions or _digest(read_last_rows(connection, generation, rowid, GUARDED_ROWS)) != watermark.digest:
        return None
    last = min(rowid, *(deletion.max_rowid for deletion in deletions))
    return PendingDeletion(
        min(deletion.deleted_after for deletion in deletions),
        count_rejected(connection, generation, rowid),
        _make_watermark(state, last, _digest_up_to(connection, last), watermark.rows),
    )


def _refuse_other_rowids(connection: sqlite3.Connection, database: Path) -> None:
    """Raise DatabaseError where `rowid` is no row's number: in a view, or as a column of that name."""
    query = "SELECT 1 FROM sqlite_master WHERE lower(name) = 'stats' AND type = 'view'"
    if connection.execute(query).fetchone() or "rowid" in columns_of(connection, "stats"):
        raise DatabaseError(
            f"{str(database)!r} has a view 'stats', or a column 'rowid' in it: copy its rows into a table 'stats' of "
            "the columns infohash, timestamp, seeders, leechers and downloads"
        )


def _has_rowid(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT rowid FROM stats LIMIT 0")
    except sqlite3.OperationalError:
        return False
    return True


def _read_rowids(connection: sqlite3.Connection) -> tuple[int, int]:
    """The first and the last."""
    # Two queries: SQLite answers each by one step in the table, and both at once by reading all of it.
    (first,) = connection.execute("SELECT COALESCE(MIN(rowid), 1) FROM stats").fetchone()
    (last,) = connection.execute("SELECT COALESCE(MAX(rowid), 0) FROM stats").fetchone()
    return int(first), int(last)


def _count_rows(connection: sqlite3.Connection, rowid: int) -> int:
    # SQLite counts a whole table by its pages, twice as fast as a part of it by its rows. Not by its index, whose pages
    # lie all over the file: where it is not in the system's cache that takes five times as long.
    query = "SELECT (SELECT COUNT(*) FROM stats NOT INDEXED) - (SELECT COUNT(*) FROM stats WHERE rowid > ?)"
    (rows,) = connection.execute(query, (rowid,)).fetchone()
    return int(rows)


def _digest_up_to(connection: sqlite3.Connection, rowid: int) -> str:
    """The digest of the last rows up to `rowid`."""
    query = "SELECT rowid, infohash, timestamp, downloads FROM stats WHERE rowid <= ? ORDER BY rowid DESC LIMIT ?"
    return _digest(connection.execute(query, (rowid, GUARDED_ROWS)))


def _digest(rows: Iterable[Row]) -> str:
    """SHA-256 of rows with their numbers."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr(row).encode("utf-8", "replace"))
    return digest.hexdigest()
